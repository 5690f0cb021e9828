package cn.taxrollout.org.history;

import static cn.taxrollout.org.SampleBureau.as;
import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import cn.taxrollout.deploy.embedded.ServiceParts;
import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.security.Relation;
import cn.taxrollout.org.security.Right;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@ServiceTest
class ChangesTest {

    @Test
    void whoDidWhatWhenAndThroughWhichClientIsRead() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        bureau.asStaff(6)
                .header("If-Match", "*")
                .header("X-Request-Id", "rename-1")
                .body(Map.of("name", "统筹组"))
                .patch("/v1/units/" + group)
                .then()
                .statusCode(200);
        changes(asSystem(), "unitId=" + group + "&subject=UNIT&limit=1")
                .body("items[0].action", equalTo("CHANGED"))
                .body("items[0].actor.kind", equalTo("STAFF"))
                .body("items[0].actor.name", equalTo(bureau.no(6)))
                .body("items[0].requestId", equalTo("rename-1"))
                .body("items[0].subjectId", equalTo(group))
                .body("items[0].subjectVersion", equalTo(1))
                .body("items[0].unitId", equalTo(group))
                .body("items[0].state.name", equalTo("统筹组"))
                .body("items[0].state.code", equalTo(bureau.code("G1")));
    }

    @Test
    void changesOfEverySortOfThingAreReadTheLatestFirst() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        name(bureau, 5, 3);
        duties(bureau.asStaff(4), group, "立项");
        duties(bureau.asStaff(4), group, "立项", "会议");
        List<String> told = changes(asSystem(), "limit=4&unitId=" + bureau.unitId("B"))
                .extract()
                .jsonPath()
                .getList("items.collect { it.subject + ' ' + it.action + ' ' + it.actor.kind }");
        assertThat(told.subList(0, 3))
                .containsExactly("DUTIES CHANGED STAFF", "DUTIES ADDED STAFF", "STAND_IN ADDED SYSTEM");
        changes(asSystem(), "unitId=" + bureau.unitId("B") + "&limit=200")
                .body("items.subject", hasItems("UNIT", "STAFF_MEMBER", "SEAT", "APPOINTMENT", "STAND_IN", "DUTIES"));
        changes(asSystem(), "subjectId=" + group + "&subject=DUTIES")
                .body("items.subjectVersion", contains(2, 1))
                .body("items[0].state.versions[0].clauses.text", contains("立项", "会议"));
    }

    @Test
    void changesAreAskedForBySubjectUnitActorAndTime() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        duties(bureau.asStaff(4), group, "立项");
        duties(asSystem(), group, "会议");
        String between = changes(asSystem(), "subjectId=" + group + "&subject=DUTIES&limit=1")
                .extract()
                .path("items[0].at");
        duties(bureau.asStaff(6), bureau.unitId("LG"), "决策");
        String under = "unitId=" + bureau.unitId("LG") + "&subject=DUTIES";
        changes(asSystem(), under).body("items.actor.name", contains(bureau.no(6), "payroll", bureau.no(4)));
        changes(asSystem(), under + "&actor=payroll").body("items.actor.client", contains("payroll"));
        changes(asSystem(), under + "&from=" + between).body("items.actor.name", contains(bureau.no(6), "payroll"));
        changes(asSystem(), under + "&to=" + between).body("items.actor.name", contains(bureau.no(4)));
        changes(asSystem(), "unitId=" + bureau.unitId("PT") + "&subject=DUTIES")
                .body("items.actor.name", contains("payroll", bureau.no(4)));
        changes(asSystem(), "unitId=" + bureau.unitId("S1") + "&subject=DUTIES").body("items", empty());

        List<Object> paged = new ArrayList<>();
        String cursor = null;
        do {
            var page = changes(asSystem(), under + "&limit=1" + (cursor == null ? "" : "&cursor=" + cursor));
            paged.addAll(page.extract().path("items.actor.name"));
            cursor = page.extract().path("nextCursor");
        } while (cursor != null);
        assertThat(paged).containsExactly(bureau.no(6), "payroll", bureau.no(4));

        for (String wrong : List.of("from=2023-03-01", "subject=CASTLE", "unitId=1", "cursor=eHg", "actor=%00")) {
            asSystem()
                    .urlEncodingEnabled(false)
                    .get("/v1/changes?" + wrong)
                    .then()
                    .statusCode(400);
        }
    }

    @Test
    void administratorsReadOfWhatTheyAdministerAndOthersOfNothing() {
        var bureau = new SampleBureau().imported();
        var other = new SampleBureau().imported();
        duties(asSystem(), bureau.unitId("G1"), "立项");
        duties(asSystem(), other.unitId("G1"), "立项");
        changes(bureau.asStaff(6), "subject=DUTIES").body("items.unitId", contains(bureau.unitId("G1")));
        changes(bureau.asStaff(6), "subjectId=" + other.unitId("G1")).body("items", empty());
        bureau.asStaff(6).get("/v1/changes?unitId=" + other.unitId("G1")).then().statusCode(404);
        bureau.asStaff(1).get("/v1/changes").then().statusCode(403);
        bureau.asStaff(1)
                .get("/v1/changes?unitId=" + bureau.unitId("G1"))
                .then()
                .statusCode(403);
        as(TokenIssuer.shared().system("payroll", "org:write"))
                .get("/v1/changes")
                .then()
                .statusCode(403);
    }

    @Test
    void contactPointsAndReasonsAreNotForSystemsThatOnlyRead() {
        var bureau = new SampleBureau().imported();
        name(bureau, 5, 3);
        Supplier<RequestSpecification> reader = () -> as(TokenIssuer.shared().system("bi", "org:read"));
        String people = "subject=STAFF_MEMBER&unitId=" + bureau.unitId("B");
        String standIns = "subject=STAND_IN&unitId=" + bureau.unitId("B");
        for (Supplier<RequestSpecification> caller :
                List.<Supplier<RequestSpecification>>of(() -> bureau.asStaff(6), SampleBureau::asSystem)) {
            changes(caller.get(), people).body("items.state", everyItem(hasKey("email")));
            changes(caller.get(), standIns).body("items.state.reason", contains("出差"));
        }
        changes(reader.get(), people)
                .body("items.state", everyItem(hasKey("staffNo")))
                .body("items.state", everyItem(not(hasKey("email"))))
                .body("items.state", everyItem(not(hasKey("mobile"))))
                .body("items.state", everyItem(not(hasKey("chatId"))));
        changes(reader.get(), standIns).body("items.state", everyItem(not(hasKey("reason"))));
    }

    /** That a person who may read changes may see all that is in them follows from the table; should it change, this has to. */
    @Test
    void whoeverMayReadChangesInPersonMaySeeWhatIsInThem() {
        var people = EnumSet.copyOf(Right.SEE_CHANGES.relations());
        people.remove(Relation.READING_SYSTEM);
        assertThat(Right.SEE_CONTACT_POINTS.relations()).containsAll(people);
        assertThat(Right.NAME_STAND_IN.relations()).containsAll(people);
    }

    @Test
    void whatIsRecordedIsFinalForTheServiceAndForTheOwnerOfTheSchema() throws SQLException {
        new SampleBureau().imported();
        var database = ServiceParts.database("org");
        try (Connection service =
                        DriverManager.getConnection(database.jdbcUrl(), database.app(), database.appPassword());
                Connection owner =
                        DriverManager.getConnection(database.jdbcUrl(), database.owner(), database.ownerPassword())) {
            for (Connection role : List.of(service, owner)) {
                refused(role, "update change_record set actor = 'nobody'");
                refused(role, "update change_record set actor = 'nobody' where false");
                refused(role, "delete from change_record");
                refused(role, "truncate change_record");
            }
            refused(service, "alter table change_record disable trigger all");
            refused(service, "drop trigger change_record_is_final on change_record");
            refused(service, "set session_replication_role = replica");
        }
    }

    private static void refused(Connection role, String statement) throws SQLException {
        try (var sql = role.createStatement()) {
            assertThatThrownBy(() -> sql.execute(statement))
                    .as(statement)
                    .isInstanceOf(SQLException.class)
                    .extracting(refusal -> ((SQLException) refusal).getSQLState())
                    .isEqualTo("42501");
        }
    }

    private static ValidatableResponse changes(RequestSpecification caller, String query) {
        return caller.get("/v1/changes?" + query).then().statusCode(200);
    }

    private static void duties(RequestSpecification caller, String unit, String... clauses) {
        caller.body(Map.of(
                        "from",
                        "2023-03-01",
                        "clauses",
                        List.of(clauses).stream()
                                .map(text -> Map.of("text", text))
                                .toList()))
                .post("/v1/units/" + unit + "/duties")
                .then()
                .statusCode(201);
    }

    private static void name(SampleBureau bureau, int forPerson, int person) {
        asSystem()
                .body(Map.of(
                        "forStaffId", bureau.staffId(forPerson),
                        "staffId", bureau.staffId(person),
                        "from", "2023-03-01",
                        "to", "2023-03-31",
                        "reason", "出差"))
                .post("/v1/stand-ins")
                .then()
                .statusCode(201);
    }
}
