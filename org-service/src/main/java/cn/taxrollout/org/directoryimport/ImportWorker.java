package cn.taxrollout.org.directoryimport;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Does imports, one at a time on every replica. */
@ApplicationScoped
class ImportWorker {
    private static final Logger LOG = Logger.getLogger(ImportWorker.class);

    /** The fallback for what another replica has taken in and could not do, and the pause after a failure. */
    private static final Duration POLL = Duration.ofSeconds(2);

    private final ImportWork work;
    private final BlockingQueue<ImportJobs.Added> signal = new ArrayBlockingQueue<>(1);
    private volatile boolean running;
    private Thread thread;

    ImportWorker(ImportWork work) {
        this.work = work;
    }

    void start(@Observes StartupEvent event) {
        running = true;
        thread = new Thread(this::run, "import-worker");
        thread.start();
    }

    /** Work that is not done by then ends with the process, and another replica takes it up. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        signal.offer(new ImportJobs.Added());
        thread.join(TimeUnit.SECONDS.toMillis(15));
    }

    void wake(@Observes(during = TransactionPhase.AFTER_SUCCESS) ImportJobs.Added added) {
        signal.offer(added);
    }

    private void run() {
        while (running) {
            try {
                signal.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
                boolean more = true;
                while (running && more) {
                    more = work.next();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warnf(e, "Import not done, next try in %s", POLL);
            }
        }
    }
}
