package cn.taxrollout.notification.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the service, as soon as its database answers. */
@QuarkusMain
public class Start {
    public static void main(String... arguments) {
        DatabaseWait.of(ConfigProvider.getConfig()).await();
        Quarkus.run(arguments);
    }
}
