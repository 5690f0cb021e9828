package cn.taxrollout.org.directoryimport;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.org.Imports;
import cn.taxrollout.org.ServiceTest;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.restassured.response.ValidatableResponse;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sample bureau of deploy/sample has the structure of the first bureau. */
@ServiceTest
class SampleRosterTest {

    @Test
    void theSampleRosterBecomesTheOrganisationOfTheFirstBureau() throws IOException {
        Map<?, ?> roster = new YAMLMapper().readValue(new File("../deploy/sample/roster.yaml"), Map.class);
        ValidatableResponse preview = Imports.bySystem()
                .preview(roster)
                .body("state", equalTo("PREVIEW"))
                .body("anomalies", hasSize(10))
                .body("anomalies.message", everyItem(startsWith("领导小组办公室的成员席位没有人任职")));
        Imports.bySystem().confirm(preview).body("state", equalTo("CONFIRMED"));

        ValidatableResponse leadingGroup = members("LG");
        leadingGroup.body("members", hasSize(1 + 5 + 13));
        assertThat(leadingGroup.extract().<List<String>>path("members.holder.name"))
                .doesNotContainNull();
        members("LGO").body("members.findAll { it.holder == null }", hasSize(10));
        members("G-INTEG").body("members.findAll { it.rank == 'HEAD' }", hasSize(2));
        asSystem()
                .get("/v1/units/" + unit("G-TECH") + "/command-chain?at=2023-03-20")
                .then()
                .statusCode(200)
                .body("rungs.unitName", contains("技术支撑组", "领导小组办公室", "数字化电子发票试点推行工作领导小组"));
    }

    private static ValidatableResponse members(String code) {
        return asSystem()
                .get("/v1/units/" + unit(code) + "/members?at=2023-03-20")
                .then()
                .statusCode(200);
    }

    private static String unit(String code) {
        String before = java.util.Base64.getUrlEncoder()
                .encodeToString(code.substring(0, code.length() - 1).getBytes());
        return asSystem()
                .get("/v1/units?limit=200&cursor=" + before)
                .then()
                .extract()
                .path("items.find { it.code == '" + code + "' }.id");
    }
}
