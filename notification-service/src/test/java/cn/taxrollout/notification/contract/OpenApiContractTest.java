package cn.taxrollout.notification.contract;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.ServiceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The REST API changes only together with its description in the repository. */
@ServiceTest
class OpenApiContractTest {

    @Test
    void theApiIsTheOneInTheContract() throws IOException {
        String served = given().get("/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .strip();
        Path now = Path.of("target/openapi.yaml");
        Files.writeString(now, served + "\n");
        assertThat(served)
                .as("the API differs from src/main/contracts/openapi.yaml; if that is meant, copy %s over it", now)
                .isEqualTo(Files.readString(Path.of("src/main/contracts/openapi.yaml"))
                        .strip());
    }
}
