package cn.taxrollout.org;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import cn.taxrollout.org.messaging.DirectoryTopic;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
class DayTurnTest {
    @Inject
    DayTurn dayTurn;

    @Inject
    Clock clock;

    @Test
    void whatIsRecordedForADayGoesOutWhenThatDayComesAndOnce() {
        var bureau = new SampleBureau();
        bureau.unit("G2", "临时组", "WORKING_GROUP", "PT");
        bureau.imported();
        LocalDate today = LocalDate.now(clock);
        LocalDate day = today.plusDays(3);
        String group = bureau.unitId("G1");
        String ending = bureau.unitId("G2");
        String leaving = bureau.staffId(5);
        patch("/v1/units/" + group, Map.of("name", "新名", "effectiveFrom", day.toString()));
        post("/v1/units/" + ending + "/end", Map.of("lastDay", day.minusDays(1).toString()));
        post(
                "/v1/staff/" + leaving + "/departure",
                Map.of("lastDay", day.minusDays(1).toString()));
        asSystem().get("/v1/units/" + group).then().body("name", equalTo("综合协调组"));
        asSystem().get("/v1/staff/" + leaving).then().body("status", equalTo("ACTIVE"));

        dayTurn.turnTo(day.minusDays(1));
        assertThat(records(group)).isEqualTo(2);

        dayTurn.turnTo(day);
        dayTurn.turnTo(day);
        DirectoryTopic.await(
                1, record -> record.key().equals(group) && record.value().contains("新名"));
        DirectoryTopic.await(
                1, record -> record.key().equals(ending) && record.value().contains("\"deleted\":true"));
        DirectoryTopic.await(
                1, record -> record.key().equals(leaving) && record.value().contains("\"status\":\"LEFT\""));
        assertThat(records(group)).isEqualTo(3);
        bureau.asStaff(5).get("/v1/staff/me").then().statusCode(403);
    }

    /** How often the state of a unit was recorded, counted by its version. */
    private static int records(String unit) {
        String tag = asSystem().get("/v1/units/" + unit).header("ETag");
        return Integer.parseInt(tag.substring(1, tag.indexOf('-'))) + 1;
    }

    private static void patch(String path, Map<String, Object> body) {
        asSystem().header("If-Match", "*").body(body).patch(path).then().statusCode(200);
    }

    private static void post(String path, Map<String, Object> body) {
        asSystem().body(body).post(path).then().statusCode(200);
    }
}
