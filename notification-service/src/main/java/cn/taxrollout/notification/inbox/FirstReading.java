package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.directory.Directory;
import cn.taxrollout.notification.inbox.InboxRepository.Filter;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.UUID;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Has an inbox read before anybody is sent to this replica. With the first reading the queries are parsed and hundreds of classes are
 * loaded, which takes a hundred times as long as any later one: where processors are scarce, as they are when replicas are started anew
 * under load, the first callers got no answer within ten seconds.
 */
@ApplicationScoped
class FirstReading {
    private static final String NOBODY = "";
    private static final UUID NOBODYS = new UUID(0, 0);
    private static final Filter EVERYTHING = new Filter(null, null, null, null, null, null);

    private final Directory directory;
    private final InboxRepository messages;
    private volatile boolean done;

    FirstReading(Directory directory, InboxRepository messages) {
        this.directory = directory;
        this.messages = messages;
    }

    /** As long as the database refuses it fails, and with it the check; the next one tries again. */
    @Produces
    @Readiness
    HealthCheck readiness() {
        return () -> {
            if (!done) {
                QuarkusTransaction.requiringNew().run(this::read);
                done = true;
            }
            return HealthCheckResponse.up("first reading of an inbox");
        };
    }

    private void read() {
        directory.activeStaffMember(NOBODY);
        messages.list(NOBODYS, EVERYTHING, Long.MAX_VALUE, 1);
        messages.counts(NOBODYS);
    }
}
