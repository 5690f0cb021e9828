package cn.taxrollout.org.history;

import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.web.RequestId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;

/** Keeps every change in the transaction of that change; nothing in this service alters or removes a record. */
@ApplicationScoped
public class ChangeLog {
    private final EntityManager entities;
    private final Caller caller;
    private final Clock clock;
    private final ObjectMapper json;

    ChangeLog(EntityManager entities, Caller caller, Clock clock, ObjectMapper json) {
        this.entities = entities;
        this.caller = caller;
        this.clock = clock;
        this.json = json;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void append(Change change) {
        entities.persist(
                new ChangeRecord(clock.instant(), caller.actor(), RequestId.current(), change, write(change.state())));
    }

    private String write(Object state) {
        try {
            return json.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("state can't be written as JSON: " + state.getClass(), e);
        }
    }
}
