package cn.taxrollout.org;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.config.HttpClientConfig;
import io.restassured.config.MultiPartConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.http.entity.mime.HttpMultipartMode;

/** Hands in rosters as a system, or as somebody else, and waits for what comes of it. */
public final class Imports {
    private static final Set<String> AT_WORK = Set.of("RECEIVED", "READING", "CHECKING", "APPLYING");

    /** As browsers send them. */
    private static final RestAssuredConfig FILE_NAMES_IN_UTF_8 = RestAssuredConfig.config()
            .httpClient(HttpClientConfig.httpClientConfig().httpMultipartMode(HttpMultipartMode.BROWSER_COMPATIBLE))
            .multiPartConfig(MultiPartConfig.multiPartConfig().defaultCharset("UTF-8"));

    private final Supplier<RequestSpecification> caller;

    private Imports(Supplier<RequestSpecification> caller) {
        this.caller = caller;
    }

    public static Imports bySystem() {
        return by(() -> asSystem());
    }

    public static Imports by(Supplier<RequestSpecification> caller) {
        return new Imports(caller);
    }

    /** Hands in a roster and waits for its preview, or for what else becomes of it. */
    public ValidatableResponse preview(Object roster) {
        return settled(caller.get()
                .body(roster)
                .post("/v1/directory-imports")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }

    /** Hands in a file and waits likewise. */
    public ValidatableResponse preview(String fileName, byte[] file) {
        return settled(caller.get()
                .config(FILE_NAMES_IN_UTF_8)
                .contentType("multipart/form-data")
                .multiPart("file", fileName, file)
                .post("/v1/directory-imports")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
    }

    /** Confirms a preview and waits for what comes of it. */
    public ValidatableResponse confirm(ValidatableResponse preview) {
        String id = preview.extract().path("id");
        caller.get()
                .post("/v1/directory-imports/" + id + "/confirmation")
                .then()
                .statusCode(202);
        return settled(id);
    }

    /** Hands in a roster and has it applied. */
    public void apply(Object roster) {
        confirm(preview(roster).body("state", equalTo("PREVIEW"))).body("state", equalTo("CONFIRMED"));
    }

    /** Waits until nothing is being done for the import. */
    public ValidatableResponse settled(String id) {
        return await().atMost(Duration.ofMinutes(1))
                .pollInterval(20, MILLISECONDS)
                .until(() -> get(id), response -> !AT_WORK.contains(response.<String>path("state")))
                .then();
    }

    public Response get(String id) {
        return caller.get().get("/v1/directory-imports/" + id);
    }

    /** The rows of an import that come to this. */
    public ValidatableResponse rows(ValidatableResponse of, String outcome) {
        return caller.get()
                .get("/v1/directory-imports/" + of.extract().<String>path("id") + "/rows?limit=200&outcome=" + outcome)
                .then()
                .statusCode(200);
    }
}
