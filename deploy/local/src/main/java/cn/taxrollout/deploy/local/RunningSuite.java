package cn.taxrollout.deploy.local;

import cn.taxrollout.deploy.embedded.KafkaBroker;
import cn.taxrollout.deploy.embedded.PostgresServer;

/** The suite as its users see it, however many processes of each service there are. */
public interface RunningSuite {

    /** The service's interface, at any of its processes. */
    Api api(Service service);

    /** The health and metrics of one of the service's processes. */
    Api management(Service service);

    Tokens tokens();

    PostgresServer postgres();

    KafkaBroker kafka();

    /**
     * Returns once all that was committed has been published, and all that was published has been dealt with.
     *
     * @throws IllegalStateException when that takes longer than two minutes
     */
    default void awaitQuiet() {
        try (var quiet = new Quiet(this)) {
            quiet.await();
        }
    }
}
