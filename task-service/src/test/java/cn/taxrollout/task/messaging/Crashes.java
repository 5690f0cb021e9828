package cn.taxrollout.task.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets a transaction that publishes something fail at its very end, as if the service had crashed before the commit. */
@ApplicationScoped
public class Crashes {
    private static final int NONE = Integer.MAX_VALUE;
    private static final AtomicInteger EVENTS_LEFT = new AtomicInteger(NONE);

    private final TransactionManager transactions;

    Crashes(TransactionManager transactions) {
        this.transactions = transactions;
    }

    /** The transaction that appends the {@code count}-th event from now on is rolled back, once. */
    public static void at(int count) {
        EVENTS_LEFT.set(count);
    }

    /** @return whether it came to the crash */
    public static boolean stop() {
        return EVENTS_LEFT.getAndSet(NONE) <= 0;
    }

    void beforeCommit(@Observes(during = TransactionPhase.BEFORE_COMPLETION) Outbox.Appended appended)
            throws SystemException {
        int left = EVENTS_LEFT.getAndAdd(-appended.count());
        if (left > 0 && left <= appended.count()) {
            transactions.setRollbackOnly();
        }
    }
}
