package cn.taxrollout.org.republication;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.PessimisticLockException;
import org.jboss.logging.Logger;

/** Does what was asked for, batch by batch. It runs on every replica; each batch is done by one of them. */
@ApplicationScoped
class RepublicationRun {
    private static final Logger LOG = Logger.getLogger(RepublicationRun.class);

    private final Republications republications;

    RepublicationRun(Republications republications) {
        this.republications = republications;
    }

    @Scheduled(
            every = "1s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @ActivateRequestContext
    void run() {
        try {
            while (republications.goOn()) {
                // the next batch
            }
        } catch (LockTimeoutException | PessimisticLockException e) {
            LOG.infof("Republication waits for a change that takes long: %s", e.getMessage());
        }
    }
}
