package cn.taxrollout.org.web;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.web.NotesResource.NoteChange;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ServiceTest
class ConditionalRequestTest {
    private static final String NOTE = "/v1/test-notes/1";

    @Inject
    ObjectMapper json;

    @Test
    void whatIsKnownIsNotSentAgain() {
        String tag = asSystem()
                .get(NOTE)
                .then()
                .statusCode(200)
                .header("ETag", matchesRegex("\"7-[0-9a-f]+\""))
                .extract()
                .header("ETag");
        for (String known : new String[] {tag, "\"6-1\", " + tag, "W/" + tag, "*"}) {
            asSystem()
                    .header("If-None-Match", known)
                    .get(NOTE)
                    .then()
                    .statusCode(304)
                    .header("ETag", tag)
                    .body(equalTo(""));
        }
        for (String other : new String[] {"\"7\"", "\"7-0\"", "7"}) {
            asSystem().header("If-None-Match", other).get(NOTE).then().statusCode(200);
        }
    }

    @Test
    void anUpdateSaysWhatItIsBasedOn() {
        change(asSystem()).statusCode(428).body("type", equalTo("urn:tax-rollout:problem:if-match-missing"));
        change(asSystem().header("If-Match", "7"))
                .statusCode(400)
                .body("type", equalTo("urn:tax-rollout:problem:if-match-unreadable"));
        for (String seen : new String[] {"\"7\"", "\"7-ab12\"", "\"3-0\", \"7-0\"", "*"}) {
            change(asSystem().header("If-Match", seen)).statusCode(200).header("ETag", startsWith("\"8-"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"6\"", "\"6-7\"", "\"77\"", "\"\"", "W/\"7\""})
    void anUpdateOfSomethingElseThanIsThereIsRefused(String seen) {
        change(asSystem().header("Accept-Language", "en").header("If-Match", seen))
                .statusCode(412)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:tax-rollout:problem:changed-meanwhile"))
                .body("title", equalTo("Changed meanwhile"));
    }

    private static ValidatableResponse change(RequestSpecification request) {
        return request.contentType(MergePatch.TYPE)
                .body("{\"due\": null}")
                .patch(NOTE)
                .then();
    }

    @Test
    void ofUpdatesAtTheSameTimeOneIsMadeAndTheOthersAreRefused() throws Exception {
        String unit = "/v1/units/" + new SampleBureau().imported().unitId("G1");
        String seen = asSystem().get(unit).header("ETag");
        assertThat(Together.call(8, i -> asSystem()
                        .header("If-Match", seen)
                        .body("{\"name\": \"第%d组\"}".formatted(i))
                        .patch(unit)))
                .extracting(Response::statusCode)
                .containsExactlyInAnyOrder(200, 412, 412, 412, 412, 412, 412, 412);
    }

    @Test
    void ofAdditionsOfTheSameOneIsMadeAndTheOthersAreRefused() throws Exception {
        var bureau = new SampleBureau().imported();
        Map<String, Object> person = Map.of("staffNo", bureau.no(7), "name", "人员7", "homeUnitId", bureau.unitId("S1"));
        assertThat(Together.call(8, i -> asSystem().body(person).post("/v1/staff")))
                .extracting(Response::statusCode)
                .containsExactlyInAnyOrder(201, 409, 409, 409, 409, 409, 409, 409);
    }

    @Test
    void absentLeavesAndNullClears() {
        change(asSystem().header("If-Match", "*"))
                .body("title", equalTo("拟定方案"))
                .body("due", equalTo(null));
        asSystem()
                .header("If-Match", "*")
                .body("{\"title\": \"印发方案\"}")
                .patch(NOTE)
                .then()
                .body("title", equalTo("印发方案"))
                .body("due", equalTo("2023-03-25"));
    }

    @Test
    void whatIsNeededCannotBeCleared() {
        asSystem()
                .header("If-Match", "*")
                .body("{\"title\": null}")
                .patch(NOTE)
                .then()
                .statusCode(400)
                .body("violations.field", contains("title"));
    }

    @Test
    void theMapperTellsAbsentFromNullAndRefusesUnknownFields() throws Exception {
        assertThat(json.readValue("{}", NoteChange.class)).isEqualTo(new NoteChange(null, null));
        assertThat(json.readValue("{\"due\": null}", NoteChange.class))
                .isEqualTo(new NoteChange(null, Optional.empty()));
        assertThat(json.readValue("{\"due\": \"2023-03-25\"}", NoteChange.class))
                .isEqualTo(new NoteChange(null, Optional.of(LocalDate.of(2023, 3, 25))));
        assertThatThrownBy(() -> json.readValue("{\"duo\": null}", NoteChange.class))
                .isInstanceOf(UnrecognizedPropertyException.class);
    }
}
