package cn.taxrollout.task.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.embedded.ServiceParts;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class DirectoryCatchUpTest {

    @Test
    void aKafkaThatCannotBeFoundAtStartIsLookedForUntilItCan() {
        Map<String, Object> kafka = new ConcurrentHashMap<>(Map.of("bootstrap.servers", "nowhere"));
        var catchUp = new DirectoryCatchUp(kafka, "catch-up-" + UUID.randomUUID());
        catchUp.start(new StartupEvent());
        try {
            await().untilAsserted(() -> assertThat(waitsFor(catchUp)).startsWith("Kafka: "));

            kafka.put("bootstrap.servers", ServiceParts.kafkaBootstrap());

            await().untilAsserted(() -> assertThat(waitsFor(catchUp)).matches("nothing|\\d+ states"));
        } finally {
            catchUp.stop(new ShutdownEvent());
        }
    }

    private static String waitsFor(DirectoryCatchUp catchUp) {
        HealthCheckResponse response = catchUp.readiness().call();
        return response.getStatus() == Status.UP
                ? "nothing"
                : (String) response.getData().orElseThrow().get("waits for");
    }
}
