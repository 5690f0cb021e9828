package cn.taxrollout.org.history;

import cn.taxrollout.org.security.Actor;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.web.RequestId;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.hibernate.Session;
import org.hibernate.query.QueryFlushMode;

/** Keeps every change in the transaction of that change; nothing in this service alters or removes a record. */
@ApplicationScoped
public class ChangeLog {
    private static final String INSERT = """
            insert into change_record
                (at, actor_kind, actor, client, request_id, action, subject, subject_id, subject_version, unit_id, state)
            select :at, :kind, :actor, :client, :request, c.*
            from unnest(:actions, :subjects, :ids, :versions, :units, :states) as c
            """;

    private static final int BATCH = 1_000;

    private final Session session;
    private final Caller caller;
    private final Clock clock;
    private final ObjectMapper json;

    ChangeLog(Session session, Caller caller, Clock clock, ObjectMapper json) {
        this.session = session;
        this.caller = caller;
        this.clock = clock;
        this.json = json;
    }

    /** Keeps one change. What it speaks of, such as a new unit, must have been written already. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(Change change) {
        append(List.of(change));
    }

    /** Keeps many changes, a thousand with one statement. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void append(List<Change> changes) {
        for (int from = 0; from < changes.size(); from += BATCH) {
            insert(changes.subList(from, Math.min(changes.size(), from + BATCH)));
        }
    }

    private void insert(List<Change> changes) {
        Actor actor = caller.actor();
        session.createNativeMutationQuery(INSERT)
                .setParameter("at", clock.instant())
                .setParameter("kind", actor.kind().name())
                .setParameter("actor", actor.name())
                .setParameter("client", actor.client(), String.class)
                .setParameter("request", RequestId.current(), String.class)
                .setParameter(
                        "actions",
                        all(changes, String[]::new, change -> change.action().name()),
                        String[].class)
                .setParameter(
                        "subjects",
                        all(changes, String[]::new, change -> change.subject().name()),
                        String[].class)
                .setParameter("ids", all(changes, UUID[]::new, Change::subjectId), UUID[].class)
                .setParameter("versions", all(changes, Long[]::new, Change::subjectVersion), Long[].class)
                .setParameter("units", all(changes, UUID[]::new, Change::unitId), UUID[].class)
                .setParameter("states", all(changes, String[]::new, change -> write(change.state())), String[].class)
                .setQueryFlushMode(QueryFlushMode.NO_FLUSH)
                .executeUpdate();
    }

    private static <T> T[] all(List<Change> changes, IntFunction<T[]> array, Function<Change, T> field) {
        return changes.stream().map(field).toArray(array);
    }

    private String write(Object state) {
        try {
            return json.writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("state can't be written as JSON: " + state.getClass(), e);
        }
    }
}
