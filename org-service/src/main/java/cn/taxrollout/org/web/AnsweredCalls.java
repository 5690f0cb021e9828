package cn.taxrollout.org.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;

/** The calls that came with an {@code Idempotency-Key}, and what was answered. */
@Singleton
class AnsweredCalls {
    /** Longer than any client goes on trying. */
    private static final Duration KEPT = Duration.ofHours(48);

    private final EntityManager entities;
    private final ObjectMapper json;
    private final Clock clock;

    AnsweredCalls(EntityManager entities, ObjectMapper json, Clock clock) {
        this.entities = entities;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Takes the key for this transaction. If another transaction holds it, waits for its end.
     *
     * @return false if the call was answered before
     */
    @Transactional(Transactional.TxType.MANDATORY)
    boolean begin(String caller, String key, byte[] request) {
        return entities.createNativeQuery("""
                        insert into idempotency_key (caller, key, request, called_at)
                        values (:caller, :key, :request, :now)
                        on conflict do nothing
                        """)
                        .setParameter("caller", caller)
                        .setParameter("key", key)
                        .setParameter("request", request)
                        .setParameter("now", clock.instant())
                        .executeUpdate()
                == 1;
    }

    /** @throws Refusal 422 if the key came with another request than this one */
    @Transactional(Transactional.TxType.MANDATORY)
    Answer answer(String caller, String key, byte[] request) {
        var first = (Tuple) entities.createNativeQuery("""
                        select request, status, location, etag, body from idempotency_key
                        where caller = :caller and key = :key
                        """, Tuple.class)
                .setParameter("caller", caller)
                .setParameter("key", key)
                .getSingleResult();
        if (!Arrays.equals(first.get("request", byte[].class), request)) {
            throw Refusal.unprocessable("idempotency-key-reused");
        }
        return new Answer(
                first.get("status", Integer.class),
                first.get("location", String.class),
                first.get("etag", String.class),
                read(first.get("body", String.class)));
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void end(String caller, String key, Answer answer) {
        entities.createNativeQuery("""
                        update idempotency_key set status = :status, location = :location, etag = :etag, body = :body
                        where caller = :caller and key = :key
                        """)
                .setParameter("caller", caller)
                .setParameter("key", key)
                .setParameter("status", answer.status())
                .setParameter("location", answer.location())
                .setParameter("etag", answer.etag())
                .setParameter("body", write(answer.body()))
                .executeUpdate();
    }

    /** Forgets the calls of the days before. Every replica may do so at any time. */
    @Scheduled(every = "1h", skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @Transactional
    void forget() {
        entities.createNativeQuery("delete from idempotency_key where called_at < :before")
                .setParameter("before", clock.instant().minus(KEPT))
                .executeUpdate();
    }

    private String write(Object body) {
        try {
            return body == null ? null : json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can't be written as JSON", e);
        }
    }

    private Object read(String body) {
        try {
            return body == null ? null : json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored answer can't be read", e);
        }
    }
}
