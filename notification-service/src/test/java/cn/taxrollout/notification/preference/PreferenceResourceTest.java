package cn.taxrollout.notification.preference;

import static cn.taxrollout.notification.Inboxes.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class PreferenceResourceTest {
    private static final String NIGHT_AND_DIGEST = """
            {"language": "ENGLISH", "channelOrder": ["EMAIL", "CHAT"], "quietHours": {"from": "22:00", "to": "07:00"},
             "kinds": [{"kind": "INFORMATION", "off": ["SMS", "CHAT"], "digestAt": ["16:30", "09:00"]},
                       {"kind": "URGENT", "off": ["CHAT_ROBOT"], "digestAt": []}]}
            """;

    @Inject
    CopiedDirectory copied;

    private final Organisation organisation = new Organisation();
    private UUID person;

    @BeforeEach
    void person() {
        person = organisation.member(organisation.unit("综合组", "WORKING_GROUP", null));
        copied.take(organisation);
    }

    @Test
    void whoHasSaidNothingIsReachedAsTheInstallationSays() {
        as(organisation, person)
                .get("/v1/preferences")
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("version", equalTo(0))
                .body("language", equalTo("CHINESE"))
                .body("channelOrder", contains("CHAT", "EMAIL", "SMS", "CHAT_ROBOT", "WEBHOOK"))
                .body("quietHours", nullValue())
                .body("kinds.kind", contains("INFORMATION", "REMINDER", "MANDATORY", "URGENT"))
                .body("kinds[0].off", contains("SMS"))
                .body("kinds[3].off", equalTo(List.of()));
    }

    @Test
    void whatAPersonSaysIsKeptAndTheRestIsAsTheInstallationSays() {
        put(NIGHT_AND_DIGEST)
                .statusCode(200)
                .body("version", equalTo(1))
                .body("channelOrder", contains("EMAIL", "CHAT", "CHAT_ROBOT", "SMS", "WEBHOOK"))
                .body("quietHours.from", equalTo("22:00:00"))
                .body("kinds[0].off", containsInAnyOrder("SMS", "CHAT"))
                .body("kinds[0].digestAt", contains("09:00:00", "16:30:00"))
                .body("kinds[1].off", contains("SMS"));
        as(organisation, person)
                .get("/v1/preferences")
                .then()
                .body("version", equalTo(1))
                .body("language", equalTo("ENGLISH"))
                .body("quietHours.to", equalTo("07:00:00"));
        put(NIGHT_AND_DIGEST.replace("ENGLISH", "CHINESE"))
                .statusCode(200)
                .body("version", equalTo(2))
                .body("language", equalTo("CHINESE"));
    }

    @Test
    void aChangeIsBasedOnWhatWasRead() {
        String read = as(organisation, person).get("/v1/preferences").header("ETag");
        put(NIGHT_AND_DIGEST, read).statusCode(200);
        put(NIGHT_AND_DIGEST, read).statusCode(412);
        as(organisation, person)
                .contentType(ContentType.JSON)
                .body(NIGHT_AND_DIGEST)
                .put("/v1/preferences")
                .then()
                .statusCode(428);
    }

    @Test
    void whatMustReachAPersonKeepsAChannel() {
        put("""
                {"language": "CHINESE", "channelOrder": [], "quietHours": null,
                 "kinds": [{"kind": "MANDATORY", "off": ["CHAT", "EMAIL", "SMS", "CHAT_ROBOT", "WEBHOOK"], "digestAt": []},
                           {"kind": "URGENT", "off": [], "digestAt": ["09:00"]}]}
                """)
                .statusCode(400)
                .body("violations.field", contains("kinds[0].off", "kinds[1].digestAt"))
                .body(
                        "violations[0].message",
                        equalTo("Messages of kind MANDATORY must reach you: at least one channel has to stay"));
    }

    @Test
    void whatContradictsItselfIsNamedByItsFields() {
        put("""
                {"language": "CHINESE", "channelOrder": ["CHAT", "CHAT"], "quietHours": {"from": "22:00", "to": "22:00"},
                 "kinds": [{"kind": "REMINDER", "off": ["EMAIL"], "digestAt": ["09:00"]},
                           {"kind": "REMINDER", "off": [], "digestAt": []}]}
                """)
                .statusCode(400)
                .body(
                        "violations.field",
                        containsInAnyOrder("channelOrder[1]", "quietHours.to", "kinds[0].off", "kinds[1].kind"));
    }

    @Test
    void whatCannotBeReadIsNamedByItsField() {
        put("""
                {"language": "CHINESE", "channelOrder": ["PIGEON"], "quietHours": {"from": "25:00", "to": "07:00"}, "kinds": []}
                """).statusCode(400).body("violations.field", contains("channelOrder[0]"));
        put("""
                {"language": "CHINESE", "channelOrder": [], "quietHours": {"from": "25:00", "to": "07:00"}, "kinds": []}
                """).statusCode(400).body("violations.field", contains("quietHours.from"));
        put("{\"language\": \"CHINESE\"}")
                .statusCode(400)
                .body("violations.field", containsInAnyOrder("channelOrder", "kinds"));
    }

    private ValidatableResponse put(String body) {
        return put(body, "*");
    }

    private ValidatableResponse put(String body, String ifMatch) {
        return as(organisation, person)
                .contentType(ContentType.JSON)
                .header("If-Match", ifMatch)
                .header("Accept-Language", "en")
                .body(body)
                .put("/v1/preferences")
                .then();
    }
}
