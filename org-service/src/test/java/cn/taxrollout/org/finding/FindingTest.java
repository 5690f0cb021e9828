package cn.taxrollout.org.finding;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;

import cn.taxrollout.org.Imports;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.StatementCount;
import cn.taxrollout.org.security.Actor;
import cn.taxrollout.org.security.Caller;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@ServiceTest
class FindingTest {
    private static final String BEFORE = "2023-02-28";
    private static final String AFTER = "2023-03-01";

    @Inject
    Findings findings;

    @Inject
    Caller caller;

    /**
     * One way in which a finding comes and goes.
     *
     * @param arrange what the bureau is like before it is imported
     * @param about what is found before, as "unit person seat other", without the bureau's prefix
     * @param settle what is done about it from {@link #AFTER} on
     */
    private record Rule(
            String name,
            FindingType type,
            Consumer<SampleBureau> arrange,
            List<String> about,
            Consumer<SampleBureau> settle,
            List<String> left) {}

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "units set up for a reform need duties, the standing organisation doesn't",
                    FindingType.UNIT_WITHOUT_DUTIES,
                    bureau -> {},
                    List.of("G1", "LG", "LGO", "PT"),
                    bureau -> {
                        duties(bureau, "G1", "立项");
                        duties(bureau, "LG", "决策");
                        duties(bureau, "PT");
                    },
                    List.of("LGO", "PT")),
            new Rule(
                    "a seat whose holder is still to be named",
                    FindingType.SEAT_WITHOUT_HOLDER,
                    bureau -> {},
                    List.of("LGO 成员 S2"),
                    bureau -> appoint(bureau, "LGO", "成员", 4),
                    List.of()),
            new Rule(
                    "seats that nobody holds any more, with those that follow them",
                    FindingType.SEAT_WITHOUT_HOLDER,
                    bureau -> bureau.seats.removeIf(seat -> seat.containsKey("unnamedDeputyOf")),
                    List.of(),
                    bureau -> endAppointment(bureau, "S2", "人员2"),
                    List.of("LG 成员 S2", "S2 主任")),
            new Rule(
                    "a seat that has ended needs no holder",
                    FindingType.SEAT_WITHOUT_HOLDER,
                    bureau -> {},
                    List.of("LGO 成员 S2"),
                    bureau -> asSystem()
                            .body(Map.of("lastDay", BEFORE))
                            .post("/v1/seats/" + seat(bureau, "LGO", "成员") + "/end")
                            .then()
                            .statusCode(200),
                    List.of()),
            new Rule(
                    "a unit without a head, whether or not it has a seat for one",
                    FindingType.UNIT_WITHOUT_HEAD,
                    bureau -> {},
                    List.of("B", "PT"),
                    bureau -> {
                        appoint(bureau, "B", addSeat(bureau, "B", "局长", "HEAD"), 3);
                        endAppointment(bureau, "G1", "人员1");
                    },
                    List.of("G1", "PT")),
            new Rule(
                    "somebody who waits in no section",
                    FindingType.PERSON_WITHOUT_SECTION,
                    bureau -> {},
                    List.of(),
                    bureau -> leaveSection(bureau, 5),
                    List.of("S1 人员5")),
            new Rule(
                    "who has left needs no section",
                    FindingType.PERSON_WITHOUT_SECTION,
                    bureau -> {},
                    List.of(),
                    bureau -> {
                        leaveSection(bureau, 5);
                        asSystem()
                                .body(Map.of("lastDay", BEFORE))
                                .post("/v1/staff/" + bureau.staffId(5) + "/departure")
                                .then()
                                .statusCode(200);
                    },
                    List.of()),
            new Rule(
                    "a member of a group from a section that is no member of the office above",
                    FindingType.MEMBER_OF_SECTION_OUTSIDE_OFFICE,
                    bureau -> bureau.seat("G1", "管理员", "ADMINISTRATOR", "staff", bureau.no(5)),
                    List.of("G1 人员1 组长 S1"),
                    bureau -> addSeat(bureau, "LGO", "成员", "MEMBER", "UNNAMED_DEPUTY_OF", "S1"),
                    List.of()),
            new Rule(
                    "a section is a member of the office by a person of it as well",
                    FindingType.MEMBER_OF_SECTION_OUTSIDE_OFFICE,
                    bureau -> {},
                    List.of("G1 人员1 组长 S1"),
                    bureau -> appoint(bureau, "LGO", addSeat(bureau, "LGO", "成员", "MEMBER"), 5),
                    List.of()),
            new Rule(
                    "a group that stands below no office has none whose member its sections could be",
                    FindingType.MEMBER_OF_SECTION_OUTSIDE_OFFICE,
                    bureau -> {},
                    List.of("G1 人员1 组长 S1"),
                    bureau -> asSystem()
                            .header("If-Match", "*")
                            .body(Map.of("parentId", bureau.unitId("B"), "effectiveFrom", AFTER))
                            .patch("/v1/units/" + bureau.unitId("PT"))
                            .then()
                            .statusCode(200),
                    List.of()),
            new Rule(
                    "a director or deputy director from a section that is no member of the office",
                    FindingType.OFFICE_LEADER_OF_SECTION_OUTSIDE_OFFICE,
                    bureau -> bureau.seat("LGO", "副主任", "DEPUTY_HEAD", "principalOf", bureau.code("S2")),
                    List.of("LGO 人员1 主任 S1"),
                    bureau -> {
                        addSeat(bureau, "LGO", "成员", "MEMBER", "PRINCIPAL_OF", "S1");
                        asSystem()
                                .body(Map.of("lastDay", BEFORE))
                                .post("/v1/seats/" + seat(bureau, "LGO", "成员") + "/end")
                                .then()
                                .statusCode(200);
                    },
                    List.of("LGO 人员2 副主任 S2")),
            new Rule(
                    "who does tasks and assesses them",
                    FindingType.RECUSAL,
                    bureau -> {
                        supervisingGroup(bureau);
                        bureau.seat("G7", "成员", "MEMBER", "staff", bureau.no(4));
                        bureau.seat("G7", "管理员", "ADMINISTRATOR", "staff", bureau.no(1));
                    },
                    List.of("G1 人员4 G7"),
                    bureau -> endAppointment(bureau, "G7", "人员4"),
                    List.of()),
            new Rule(
                    "who does tasks and stands in for somebody who assesses them, and the other way round",
                    FindingType.RECUSAL,
                    FindingTest::supervisingGroup,
                    List.of(),
                    bureau -> {
                        standIn(bureau, 5, 4, null);
                        standIn(bureau, 1, 5, "G1");
                    },
                    List.of("G1 人员4 G7 代理人员5", "G1 人员5 G7 代理人员1")),
            new Rule(
                    "whoever stands in for an own double is named as one who sits there",
                    FindingType.RECUSAL,
                    bureau -> {
                        supervisingGroup(bureau);
                        bureau.seat("G7", "成员", "MEMBER", "staff", bureau.no(4));
                    },
                    List.of("G1 人员4 G7"),
                    bureau -> standIn(bureau, 5, 4, null),
                    List.of("G1 人员4 G7")),
            new Rule(
                    "a supervising group of another team assesses other tasks",
                    FindingType.RECUSAL,
                    bureau -> {
                        bureau.unit("PT2", "另一项目组", "PROJECT_TEAM", "LGO");
                        bureau.unit("G7", "监督考核组", "WORKING_GROUP", "PT2").put("functions", List.of("SUPERVISING"));
                        bureau.seat("G7", "成员", "MEMBER", "staff", bureau.no(4));
                    },
                    List.of(),
                    bureau -> asSystem()
                            .header("If-Match", "*")
                            .body(Map.of("parentId", bureau.unitId("PT"), "effectiveFrom", AFTER))
                            .patch("/v1/units/" + bureau.unitId("G7"))
                            .then()
                            .statusCode(200),
                    List.of("G1 人员4 G7")));

    @TestFactory
    Stream<DynamicTest> everyFindingComesAndGoesWithItsCause() {
        assertThat(RULES)
                .extracting(Rule::type)
                .as("every type has a rule")
                .containsAll(EnumSet.allOf(FindingType.class));
        return RULES.stream()
                .map(rule -> DynamicTest.dynamicTest(rule.type() + ": " + rule.name(), () -> {
                    var bureau = new SampleBureau();
                    rule.arrange().accept(bureau);
                    bureau.imported();
                    rule.settle().accept(bureau);
                    assertThat(about(bureau, rule.type(), BEFORE)).as("before").isEqualTo(rule.about());
                    assertThat(about(bureau, rule.type(), AFTER)).as("after").isEqualTo(rule.left());
                }));
    }

    private static List<String> about(SampleBureau bureau, FindingType type, String at) {
        List<Map<String, Object>> items = findings(
                        asSystem(), bureau.unitId("B"), "limit=200&type=" + type + "&at=" + at)
                .body("items.type", everyItem(equalTo(type.name())))
                .extract()
                .path("items");
        return items.stream()
                .map(finding -> Stream.of(
                                at(finding, "unit", "code"),
                                at(finding, "person", "name"),
                                at(finding, "seat", "title"),
                                at(finding, "other", "code"),
                                at(finding, "standsInFor", "name"))
                        .filter(Objects::nonNull)
                        .map(text -> text.replace(bureau.code(""), ""))
                        .reduce((one, next) -> one + " " + next)
                        .orElseThrow())
                .sorted()
                .toList();
    }

    private static String at(Map<String, Object> finding, String field, String name) {
        Map<?, ?> part = (Map<?, ?>) finding.get(field);
        return part == null ? null : (field.equals("standsInFor") ? "代理" : "") + part.get(name);
    }

    @Test
    void whatTheSampleHasIsWhatTheFirstBureauHas() throws IOException {
        Map<?, ?> roster = new YAMLMapper().readValue(new File("../deploy/sample/roster.yaml"), Map.class);
        Imports.bySystem().apply(roster);
        String bureau = asSystem()
                .get("/v1/units?limit=200&kind=BUREAU&cursor=QQ")
                .then()
                .extract()
                .path("items.find { it.code == 'B' }.id");
        List<Map<String, Object>> items = findings(asSystem(), bureau, "limit=200&at=2022-12-15")
                .extract()
                .path("items");
        Map<FindingType, Integer> counts = new EnumMap<>(FindingType.class);
        items.forEach(item -> counts.merge(FindingType.valueOf((String) item.get("type")), 1, Integer::sum));
        assertThat(counts)
                .isEqualTo(Map.of(
                        FindingType.UNIT_WITHOUT_DUTIES, 10,
                        FindingType.SEAT_WITHOUT_HOLDER, 10,
                        FindingType.UNIT_WITHOUT_HEAD, 1,
                        FindingType.MEMBER_OF_SECTION_OUTSIDE_OFFICE, 4,
                        FindingType.OFFICE_LEADER_OF_SECTION_OUTSIDE_OFFICE, 1,
                        FindingType.RECUSAL, 1));
        assertThat(items.stream().map(item -> (String) item.get("message")))
                .contains(
                        "“试点推行项目组”没有负责人",
                        "“领导小组办公室”的“成员”席位由“法制股”一名副职担任，尚未明确人选",
                        "“监督考核组”的邓守拙（成员）来自“组织人事股”，该科室不在其上级办公室的成员之列",
                        "“领导小组办公室”的傅临舟（副主任）来自“风险管理股”，该科室不在办公室的成员之列",
                        "白若棠既在承担任务的“综合协调组”，又在负责监督考核的“监督考核组”，考核该组时应当回避");
    }

    @Test
    void findingsComeInPagesThatLeaveNothingOut() {
        var bureau = new SampleBureau();
        supervisingGroup(bureau);
        bureau.seat("G7", "成员", "MEMBER", "staff", bureau.no(4));
        bureau.imported();
        String unit = bureau.unitId("B");
        List<String> whole =
                findings(asSystem(), unit, "limit=200&at=" + BEFORE).extract().path("items.message");
        assertThat(whole).hasSizeGreaterThan(10);
        List<String> paged = new ArrayList<>();
        String cursor = null;
        do {
            var page = findings(asSystem(), unit, "limit=2&at=" + BEFORE + (cursor == null ? "" : "&cursor=" + cursor));
            paged.addAll(page.extract().path("items.message"));
            cursor = page.extract().path("nextCursor");
        } while (cursor != null);
        assertThat(paged).isEqualTo(whole);
        asSystem()
                .get("/v1/units/" + unit + "/findings?cursor=eHg")
                .then()
                .statusCode(400)
                .body("type", equalTo("urn:tax-rollout:problem:cursor-unreadable"));
    }

    @Test
    void aGroupsFindingsAreItsOwnAndTheRecusalOfItsMembers() {
        var bureau = new SampleBureau();
        supervisingGroup(bureau);
        bureau.seat("G7", "成员", "MEMBER", "staff", bureau.no(4));
        bureau.imported();
        for (String group : List.of("G1", "G7")) {
            List<String> types = findings(asSystem(), bureau.unitId(group), "at=" + BEFORE)
                    .extract()
                    .path("items.type");
            assertThat(types)
                    .contains("RECUSAL", "MEMBER_OF_SECTION_OUTSIDE_OFFICE")
                    .doesNotContain("SEAT_WITHOUT_HOLDER");
        }
        findings(asSystem(), bureau.unitId("LG"), "type=RECUSAL&at=2022-12-14").body("items", empty());
        findings(asSystem(), bureau.unitId("S1"), "at=" + BEFORE).body("items", empty());
    }

    @Test
    void findingsAreForLeadersOfficeCoordinatorsAndAdministrators() {
        var bureau = new SampleBureau().imported();
        String group = bureau.unitId("G1");
        // 1 heads it, 4 sits in the coordinating group, 6 administers the bureau, 3 leads the leading group above it
        for (int allowed : new int[] {1, 4, 6, 3}) {
            findings(bureau.asStaff(allowed), group, "limit=1");
        }
        for (int other : new int[] {2, 5}) {
            bureau.asStaff(other).get("/v1/units/" + group + "/findings").then().statusCode(403);
        }
        var stranger = new SampleBureau().imported().asStaff(6);
        stranger.get("/v1/units/" + group + "/findings").then().statusCode(404);
        asSystem().get("/v1/units/" + UUID.randomUUID() + "/findings").then().statusCode(404);
    }

    @Test
    void findingsAreToldInTheCallersLanguage() {
        var bureau = new SampleBureau().imported();
        String vacant = "type=SEAT_WITHOUT_HOLDER&at=" + BEFORE;
        findings(asSystem(), bureau.unitId("LGO"), vacant)
                .body("items.message", contains("“领导小组办公室”的“成员”席位由“信息中心”一名副职担任，尚未明确人选"));
        findings(asSystem().header("Accept-Language", "en"), bureau.unitId("LGO"), vacant)
                .body(
                        "items.message",
                        contains("The seat \"成员\" of \"领导小组办公室\" goes to a deputy of \"信息中心\" who has not been named"));
    }

    @Test
    @ActivateRequestContext
    void findingsOfATreeOfAnySizeTakeTwoStatements() {
        caller.actAs(Actor.system("test", Set.of("org:read")));
        var bureau = new SampleBureau().imported();
        UUID unit = UUID.fromString(bureau.unitId("B"));
        assertThat(StatementCount.of(() -> assertThat(
                                findings.of(unit, LocalDate.parse(BEFORE), null, FindingQuery.Position.FIRST, 201))
                        .hasSizeGreaterThan(5)))
                .isEqualTo(2);
    }

    private static ValidatableResponse findings(RequestSpecification caller, String unit, String query) {
        return caller.get("/v1/units/" + unit + "/findings?" + query).then().statusCode(200);
    }

    private static void supervisingGroup(SampleBureau bureau) {
        bureau.unit("G7", "监督考核组", "WORKING_GROUP", "PT").put("functions", List.of("SUPERVISING"));
        bureau.seat("G7", "组长", "HEAD", "staff", bureau.no(5));
    }

    private static void duties(SampleBureau bureau, String unit, String... clauses) {
        asSystem()
                .body(Map.of(
                        "from",
                        AFTER,
                        "clauses",
                        Stream.of(clauses).map(text -> Map.of("text", text)).toList()))
                .post("/v1/units/" + bureau.unitId(unit) + "/duties")
                .then()
                .statusCode(201);
    }

    private static String seat(SampleBureau bureau, String unit, String title) {
        return members(bureau, unit).extract().path("members.find { it.title == '" + title + "' }.seatId");
    }

    private static ValidatableResponse members(SampleBureau bureau, String unit) {
        return asSystem()
                .get("/v1/units/" + bureau.unitId(unit) + "/members?at=" + BEFORE)
                .then()
                .statusCode(200);
    }

    private static String addSeat(SampleBureau bureau, String unit, String title, String rank) {
        return addSeat(bureau, unit, title, rank, "NAMED", null);
    }

    private static String addSeat(
            SampleBureau bureau, String unit, String title, String rank, String rule, String section) {
        var body = new HashMap<String, Object>(
                Map.of("title", title, "rank", rank, "holderRule", rule, "existsFrom", AFTER));
        body.put("sectionId", section == null ? null : bureau.unitId(section));
        return asSystem()
                .body(body)
                .post("/v1/units/" + bureau.unitId(unit) + "/seats")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void appoint(SampleBureau bureau, String unit, String titleOrSeat, int person) {
        String seat = titleOrSeat.contains("-") ? titleOrSeat : seat(bureau, unit, titleOrSeat);
        asSystem()
                .body(Map.of("staffId", bureau.staffId(person), "from", AFTER))
                .post("/v1/seats/" + seat + "/appointments")
                .then()
                .statusCode(201);
    }

    private static void endAppointment(SampleBureau bureau, String unit, String holder) {
        String appointment = members(bureau, unit)
                .extract()
                .path("members.find { it.holder?.name == '" + holder + "' }.appointmentId");
        asSystem()
                .body(Map.of("lastDay", BEFORE))
                .post("/v1/appointments/" + appointment + "/end")
                .then()
                .statusCode(200);
    }

    private static void leaveSection(SampleBureau bureau, int person) {
        asSystem()
                .header("If-Match", "*")
                .body("{\"homeUnitId\":null,\"effectiveFrom\":\"" + AFTER + "\"}")
                .patch("/v1/staff/" + bureau.staffId(person))
                .then()
                .statusCode(200);
    }

    private static void standIn(SampleBureau bureau, int forPerson, int person, String unit) {
        var body = new HashMap<String, Object>(Map.of(
                "forStaffId",
                bureau.staffId(forPerson),
                "staffId",
                bureau.staffId(person),
                "from",
                AFTER,
                "to",
                "2023-03-31"));
        body.put("unitId", unit == null ? null : bureau.unitId(unit));
        asSystem().body(body).post("/v1/stand-ins").then().statusCode(201);
    }
}
