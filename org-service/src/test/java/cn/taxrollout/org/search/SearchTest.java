package cn.taxrollout.org.search;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import cn.taxrollout.deploy.embedded.ServiceParts;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.Test;

@ServiceTest
class SearchTest {
    @Test
    void peopleAreFoundByWhatIsTyped() {
        var bureau = bureau();
        for (String typed : List.of("单若", "若棠", "danruo", "shan", "chanruotang", "drt", "SRT", bureau.no(3))) {
            assertThat(people(bureau.asStaff(1), typed, "")).as(typed).containsExactly("单若棠");
        }
        for (String typed : List.of("吕青", "lvq", "luqing", "lq")) {
            assertThat(people(bureau.asStaff(1), typed, "")).as(typed).containsExactly("吕青岚");
        }
        assertThat(people(bureau.asStaff(1), "若", "")).containsExactly("沈若水", "单若棠");
        assertThat(people(bureau.asStaff(1), bureau.code("n"), "")).hasSize(6);
        for (String typed : List.of("ruotang", "棠若", "%25", "_", "'", "\\", "':*", "-")) {
            assertThat(people(bureau.asStaff(1), typed, "")).as(typed).isEmpty();
        }
    }

    @Test
    void aSearchGoesWithTheOtherFiltersAndInPages() {
        var bureau = bureau();
        assertThat(people(bureau.asStaff(1), "若", "&homeUnitId=" + bureau.unitId("S2")))
                .containsExactly("沈若水");
        assertThat(people(bureau.asStaff(1), "若", "&under=" + bureau.unitId("PT")))
                .isEmpty();
        String cursor = search(bureau.asStaff(1), "staff", "若", "&limit=1", "nextCursor");
        assertThat(people(bureau.asStaff(1), "若", "&limit=1&cursor=" + cursor)).containsExactly("单若棠");
        assertThat(units(bureau.asStaff(1), "组", "&kind=WORKING_GROUP")).containsExactly("综合协调组");
        assertThat(units(bureau.asStaff(1), "组", "&parentId=" + bureau.unitId("LGO")))
                .containsExactly("项目组");
    }

    @Test
    void nothingOfAnotherBureauIsFound() {
        bureau();
        var stranger = new SampleBureau().imported();
        assertThat(people(stranger.asStaff(1), "若棠", "")).isEmpty();
        assertThat(people(asSystem(), "若棠", "")).isNotEmpty();
        assertThat(units(stranger.asStaff(1), "税务局", "")).hasSize(1);
    }

    @Test
    void unitsAreFoundByTheNameThatTheyHaveOnTheDay() {
        var bureau = bureau();
        for (String typed : List.of("综合", "调组", "zonghexie", "ZHXTZ", bureau.code("g1"))) {
            assertThat(units(bureau.asStaff(1), typed, "")).as(typed).containsExactly("综合协调组");
        }
        asSystem()
                .header("If-Match", "*")
                .body(Map.of("name", "统筹推进组", "effectiveFrom", "2023-03-01"))
                .patch("/v1/units/" + bureau.unitId("G1"))
                .then()
                .statusCode(200);
        assertThat(units(bureau.asStaff(1), "zhxtz", "&at=2023-02-28")).containsExactly("综合协调组");
        assertThat(units(bureau.asStaff(1), "zhxtz", "&at=2023-03-01")).isEmpty();
        assertThat(units(bureau.asStaff(1), "tctjz", "&at=2023-02-28")).isEmpty();
        assertThat(units(bureau.asStaff(1), "tctjz", "&at=2023-03-01")).containsExactly("统筹推进组");
    }

    @Test
    void whoIsRenamedIsFoundByTheNewName() {
        var bureau = bureau();
        asSystem()
                .header("If-Match", "*")
                .body(Map.of("name", "单若兰"))
                .patch("/v1/staff/" + bureau.staffId(3))
                .then()
                .statusCode(200);
        assertThat(people(bureau.asStaff(1), "若棠", "")).isEmpty();
        assertThat(people(bureau.asStaff(1), "drl", "")).containsExactly("单若兰");
    }

    @Test
    void whoTypesNothingSeesAllAndNobodyTypesWithoutEnd() {
        var bureau = bureau();
        assertThat(people(bureau.asStaff(1), " ", "")).hasSize(6);
        assertThat(units(bureau.asStaff(1), "", "")).hasSize(7);
        for (String path : List.of("/v1/staff?q=", "/v1/units?q=")) {
            asSystem().get(path + "x".repeat(61)).then().statusCode(400).body("violations[0].field", equalTo("q"));
        }
    }

    @Test
    void namesFromBeforeThereWereKeysGetThemWhenTheServiceIsUpgraded() throws Exception {
        var bureau = bureau();
        var database = ServiceParts.database("org");
        try (Connection owner =
                DriverManager.getConnection(database.jdbcUrl(), database.owner(), database.ownerPassword())) {
            owner.setAutoCommit(false);
            List<String> before = keys(owner, bureau);
            try (var statement = owner.createStatement()) {
                statement.execute(
                        "update staff_member set search_keys = '{}' where staff_no like '" + bureau.code("") + "%'");
                statement.execute(
                        "update unit_period set search_keys = '{}' where unit_id = '" + bureau.unitId("G1") + "'");
            }
            assertThat(keys(owner, bureau)).isNotEqualTo(before);
            new V4_2__KeysOfNames().migrate(new Context() {
                @Override
                public Configuration getConfiguration() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Connection getConnection() {
                    return owner;
                }
            });
            assertThat(keys(owner, bureau)).isEqualTo(before);
            owner.rollback();
            assertThat(applied(owner)).contains("4.2 JDBC true");
        }
    }

    private static List<String> applied(Connection database) throws SQLException {
        List<String> migrations = new ArrayList<>();
        try (var statement = database.createStatement();
                var row = statement.executeQuery(
                        "select version || ' ' || type || ' ' || success from flyway_schema_history order by installed_rank")) {
            while (row.next()) {
                migrations.add(row.getString(1));
            }
        }
        return migrations;
    }

    private static List<String> keys(Connection database, SampleBureau bureau) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery("""
                        select (select string_agg(search_keys::text, ' ' order by staff_no) from staff_member where staff_no like '%1$s%%'),
                               (select search_keys::text from unit_period where unit_id = '%2$s')
                        """.formatted(bureau.code(""), bureau.unitId("G1")))) {
            row.next();
            return List.of(row.getString(1), row.getString(2));
        }
    }

    private static SampleBureau bureau() {
        var bureau = new SampleBureau();
        bureau.staff.get(1).put("name", "沈若水");
        bureau.staff.get(2).put("name", "单若棠");
        bureau.staff.get(3).put("name", "吕青岚");
        return bureau.imported();
    }

    private static List<String> people(RequestSpecification caller, String typed, String query) {
        return search(caller, "staff", typed, query, "items.name");
    }

    private static List<String> units(RequestSpecification caller, String typed, String query) {
        return search(caller, "units", typed, query, "items.name");
    }

    private static <T> T search(RequestSpecification caller, String what, String typed, String query, String path) {
        return caller.queryParam("q", typed)
                .get("/v1/" + what + query.replaceFirst("&", "?"))
                .then()
                .statusCode(200)
                .extract()
                .path(path);
    }
}
