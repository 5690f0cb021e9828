package cn.taxrollout.org;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** Counts what goes to PostgreSQL for requests, whoever sends it; the service's own jobs have to stand still meanwhile. */
final class SentStatements {
    private static final Logger DRIVER = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");

    private SentStatements() {}

    /** How many statements this takes; the least of some attempts, as a connection that was idle is tried before it is used. */
    static int of(Runnable request) {
        Level before = DRIVER.getLevel();
        var counter = new Counter();
        DRIVER.addHandler(counter);
        DRIVER.setLevel(Level.FINEST);
        try {
            return IntStream.range(0, 5)
                    .map(attempt -> counter.count(request))
                    .min()
                    .orElseThrow();
        } finally {
            DRIVER.setLevel(before);
            DRIVER.removeHandler(counter);
        }
    }

    private static final class Counter extends Handler {
        private final AtomicInteger executed = new AtomicInteger();

        int count(Runnable request) {
            executed.set(0);
            request.run();
            return executed.get();
        }

        @Override
        public void publish(LogRecord line) {
            if (line.getMessage().contains("FE=> Execute(")
                    && Thread.currentThread().getName().startsWith("executor-thread")) {
                executed.incrementAndGet();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
