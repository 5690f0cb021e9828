package cn.taxrollout.org.messaging;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Whoever reads the topic from its beginning and keeps the last state of each key has the organisation. */
@ServiceTest
class DirectoryTopicTest {
    @Inject
    EntityManager entities;

    @Inject
    ObjectMapper json;

    private final SampleBureau bureau = new SampleBureau();

    @Test
    void theLastStateOfEachKeyIsWhatTheDatabaseHoldsAfterAllSortsOfChanges() {
        bureau.imported();
        patch("/v1/units/" + bureau.unitId("S1"), Map.of("name", "征收科", "effectiveFrom", "2023-01-01"));
        patch("/v1/staff/" + bureau.staffId(5), Map.of("homeUnitId", bureau.unitId("S2")));
        String group = bureau.unitId("G1");
        appointmentsIn(group).forEach(id -> post("/v1/appointments/" + id + "/end", Map.of("lastDay", "2023-03-01")));
        post("/v1/units/" + group + "/end", Map.of("lastDay", "2023-03-02"));
        post("/v1/staff/" + bureau.staffId(4) + "/departure", Map.of("lastDay", "2023-03-03"));
        // a seat that the principal was to get later, and will not, as nobody heads the section by then
        post(
                "/v1/units/" + bureau.unitId("LG") + "/seats",
                Map.of(
                        "title",
                        "成员",
                        "rank",
                        "MEMBER",
                        "holderRule",
                        "PRINCIPAL_OF",
                        "sectionId",
                        bureau.unitId("S2"),
                        "existsFrom",
                        "2050-01-01"));
        appointmentsIn(bureau.unitId("S2"))
                .forEach(id -> post("/v1/appointments/" + id + "/end", Map.of("lastDay", "2049-12-31")));
        post(
                "/v1/units",
                Map.of(
                        "code",
                        bureau.code("S3"),
                        "name",
                        "还未设立",
                        "kind",
                        "SECTION",
                        "parentId",
                        bureau.unitId("B"),
                        "effectiveFrom",
                        "2050-01-01"));

        Map<String, String> held = inTheDatabase();
        assertThat(held).hasSize(8 + 6 + 10);
        assertThat(held.values()).anyMatch(state -> state.startsWith("true"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(onTheTopic(held))
                .isEqualTo(held));
        assertThat(DirectoryTopic.all()).as("no tombstones").noneMatch(record -> record.value() == null);
    }

    private static void patch(String path, Map<String, Object> body) {
        asSystem().header("If-Match", "*").body(body).patch(path).then().statusCode(200);
    }

    private static Response post(String path, Map<String, Object> body) {
        Response response = asSystem().body(body).post(path);
        assertThat(response.statusCode()).as(response.asString()).isBetween(200, 201);
        return response;
    }

    private static List<String> appointmentsIn(String unitId) {
        return asSystem()
                .get("/v1/units/" + unitId + "/members")
                .then()
                .statusCode(200)
                .extract()
                .path("members.findAll { it.appointmentId != null }.appointmentId");
    }

    /** By id: whether deleted, the version, and what tells the state from others. */
    private Map<String, String> inTheDatabase() {
        Map<String, String> states = new HashMap<>();
        QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery("""
                        select cast(id as text), concat_ws(' ', not exists_now, version, name, parent_id)
                        from unit where code like :prefix
                        union all
                        select cast(id as text), concat_ws(' ', false, version, name, status, home_unit_id)
                        from staff_member where staff_no like :prefix
                        union all
                        select cast(a.id as text), concat_ws(' ', a.deleted, a.version, a.staff_id, s.unit_id, a.from_date, a.to_date)
                        from appointment a join seat s on s.id = a.seat_id join unit u on u.id = s.unit_id
                        where u.code like :prefix
                        """, Object[].class)
                .setParameter("prefix", bureau.code("%"))
                .getResultList()
                .forEach(row -> states.put((String) ((Object[]) row)[0], texts((String) ((Object[]) row)[1]))));
        return states;
    }

    private static String texts(String row) {
        return row.replaceFirst("^t ", "true ").replaceFirst("^f ", "false ");
    }

    private Map<String, String> onTheTopic(Map<String, String> wanted) throws Exception {
        Map<String, String> states = new HashMap<>();
        for (var record : DirectoryTopic.all()) {
            if (wanted.containsKey(record.key())) {
                JsonNode state = json.readTree(record.value());
                states.put(
                        record.key(),
                        switch (DirectoryTopic.header(record, "ce_type")) {
                            case "cn.taxrollout.org.UnitState.v1" ->
                                text(state, "deleted", "version", "name", "parentId");
                            case "cn.taxrollout.org.StaffMemberState.v1" ->
                                text(state, "deleted", "version", "name", "status", "homeUnitId");
                            default -> text(state, "deleted", "version", "staffId", "unitId", "from", "to");
                        });
            }
        }
        return states;
    }

    private static String text(JsonNode state, String... fields) {
        return List.of(fields).stream()
                .filter(field -> !state.get(field).isNull())
                .map(field -> state.get(field).asText())
                .collect(Collectors.joining(" "));
    }
}
