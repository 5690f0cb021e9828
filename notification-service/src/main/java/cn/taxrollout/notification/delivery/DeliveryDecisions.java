package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** What operators decide on single deliveries, on record with who did. A digest takes what it lists along. */
@ApplicationScoped
class DeliveryDecisions {
    private final Session session;

    DeliveryDecisions(Session session) {
        this.session = session;
    }

    /** @throws Refusal 404 if there is no such delivery, 409 if its state doesn't allow it */
    @Transactional
    void retry(UUID id, String by) {
        decide(id, Decision.RETRY, by);
        session.createNativeMutationQuery("""
                        with retried as (
                            update delivery
                            set state = 'PENDING', reason = null, due_at = clock_timestamp(), due_since = clock_timestamp(),
                                failures = 0, uncertain_since = null, claim = null, settled_at = null
                            where id = :id
                        )
                        update delivery set state = 'COLLECTED', reason = null, settled_at = null
                        where digest_id = :id and settled_at is not null
                        """).setParameter("id", id).executeUpdate();
    }

    /** @throws Refusal 404 if there is no such delivery, 409 if its state doesn't allow it */
    @Transactional
    void giveUp(UUID id, String by) {
        decide(id, Decision.GIVE_UP, by);
        session.createNativeMutationQuery("""
                        update delivery
                        set state = 'GIVEN_UP', reason = :reason, due_at = null, claim = null, settled_at = clock_timestamp()
                        where id = :id or digest_id = :id and state in ('COLLECTED', 'UNCERTAIN', 'REFUSED')
                        """)
                .setParameter("id", id)
                .setParameter("reason", "given up by " + by)
                .executeUpdate();
    }

    private void decide(UUID id, Decision decision, String by) {
        DeliveryState state = session.createNativeQuery(
                        "select state from delivery where id = :id for no key update", String.class)
                .setParameter("id", id)
                .uniqueResultOptional()
                .map(DeliveryState::valueOf)
                .orElseThrow(() -> Refusal.notFound("delivery-unknown", id));
        if (!decision.allowedIn().contains(state)) {
            throw Refusal.conflict(
                            decision == Decision.RETRY ? "delivery-not-retried" : "delivery-not-given-up",
                            state,
                            decision.allowedIn().stream().map(Enum::name).collect(Collectors.joining(", ")),
                            Arrays.stream(Decision.values())
                                    .filter(other -> other.allowedIn().contains(state))
                                    .map(other -> other == Decision.RETRY ? "retry" : "giving-up")
                                    .collect(Collectors.joining(", ")))
                    .with("state", state)
                    .with("allowedIn", decision.allowedIn());
        }
        session.createNativeMutationQuery("""
                        insert into delivery_decision (delivery_id, decision, from_state, decided_by)
                        values (:id, :decision, :state, :by)
                        """)
                .setParameter("id", id)
                .setParameter("decision", decision.name())
                .setParameter("state", state.name())
                .setParameter("by", by)
                .executeUpdate();
    }
}
