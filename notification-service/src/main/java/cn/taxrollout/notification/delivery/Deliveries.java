package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.inbox.Retelling;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.util.UUID;
import org.hibernate.Session;

/** What other features ask of deliveries. */
@ApplicationScoped
public class Deliveries {
    private final Session session;
    private final DeliveryPlanning planning;

    Deliveries(Session session, DeliveryPlanning planning) {
        this.session = session;
        this.planning = planning;
    }

    /**
     * Tells a message once more, within the running transaction; it leaves after the commit, unless the person acknowledges it
     * before. What earlier rounds haven't sent yet they don't send any more. Asking for the same round again changes nothing.
     *
     * @param round 2 and more; 1 was the first telling
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void repeat(UUID messageId, int round) {
        if (round < 2) {
            throw new IllegalArgumentException("round " + round + " is no repetition");
        }
        session.createNativeMutationQuery("""
                        update delivery
                        set state = 'SKIPPED', reason = 'SUPERSEDED', due_at = null, claim = null, settled_at = clock_timestamp()
                        where message_id = :message and round < :round and state in ('PENDING', 'FAILED')
                        """)
                .setParameter("message", messageId)
                .setParameter("round", round)
                .executeUpdate();
        if (!isPlanned(messageId, round)) {
            planning.plan(messageId, round);
        }
    }

    void tellAgain(@Observes Retelling again) {
        repeat(again.messageId(), again.round());
    }

    private boolean isPlanned(UUID messageId, int round) {
        return session.createNativeQuery(
                        "select exists (select from delivery where message_id = :message and round = :round)",
                        Boolean.class)
                .setParameter("message", messageId)
                .setParameter("round", round)
                .getSingleResult();
    }
}
