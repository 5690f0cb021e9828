package cn.taxrollout.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What the outbox holds of an aggregate, published or not, in order. */
public final class Events {
    private Events() {}

    /** @param name the type without namespace and version */
    public record Recorded(String name, String type, Instant at, JsonNode data) {}

    @SuppressWarnings("unchecked")
    public static List<Recorded> of(UUID aggregateId) {
        EntityManager entities = Arc.container().instance(EntityManager.class).get();
        List<Object[]> rows = QuarkusTransaction.requiringNew().call(() -> entities.createNativeQuery(
                        "select type, occurred_at, data from outbox where aggregate_id = :id order by aggregate_sequence")
                .setParameter("id", aggregateId)
                .getResultList());
        return rows.stream()
                .map(row -> new Recorded(
                        ((String) row[0]).replaceAll("^cn\\.taxrollout\\.task\\.|\\.v1$", ""),
                        (String) row[0],
                        (Instant) row[1],
                        json((String) row[2])))
                .toList();
    }

    public static List<String> names(UUID aggregateId) {
        return of(aggregateId).stream().map(Recorded::name).toList();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
