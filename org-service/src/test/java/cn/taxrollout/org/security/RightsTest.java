package cn.taxrollout.org.security;

import static cn.taxrollout.org.SampleBureau.as;
import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every right tried by everybody: over a working group and one of its members. {@code yes}: done, or refused for another reason
 * than who asks; {@code no}: 403; {@code hidden}: 404, as if it were not there.
 */
@ServiceTest
class RightsTest {
    private static final int PERSON = 7;

    @Inject
    Clock clock;

    private SampleBureau bureau;
    private Map<String, String> tokens;
    private String group;
    private String seat;
    private String person;

    @BeforeEach
    void aBureauWithEverySortOfPerson() {
        bureau = new SampleBureau();
        bureau.unit("G2", "业务组", "WORKING_GROUP", "PT");
        for (int i = PERSON; i <= 14; i++) {
            bureau.member(i, i == PERSON ? "S2" : "S1");
        }
        bureau.seat("G2", "成员", "MEMBER", "staff", bureau.no(PERSON));
        bureau.seat("G2", "组长", "HEAD", "staff", bureau.no(8));
        bureau.seat("LGO", "成员", "MEMBER", "staff", bureau.no(9));
        bureau.seat("G1", "成员", "MEMBER", "staff", bureau.no(10));
        bureau.seat("S1", "管理员", "ADMINISTRATOR", "staff", bureau.no(11));
        bureau.imported();
        var other = new SampleBureau().imported();
        LocalDate today = LocalDate.now(clock);
        standIn(13, today.minusDays(1), today);
        standIn(14, today.minusDays(9), today.minusDays(1));

        group = bureau.unitId("G2");
        person = bureau.staffId(PERSON);
        seat = asSystem().get("/v1/units/" + group + "/members").path("members.find { it.rank == 'MEMBER' }.seatId");

        tokens = new LinkedHashMap<>();
        tokens.put("self", staff(bureau, PERSON));
        tokens.put("head", staff(bureau, 8));
        tokens.put("upperHead", staff(bureau, 3));
        tokens.put("sectionHead", staff(bureau, 2));
        tokens.put("office", staff(bureau, 9));
        tokens.put("coordinator", staff(bureau, 10));
        tokens.put("administrator", staff(bureau, 6));
        tokens.put("otherAdministrator", staff(bureau, 11));
        tokens.put("colleague", staff(bureau, 12));
        tokens.put("standIn", staff(bureau, 13));
        tokens.put("formerStandIn", staff(bureau, 14));
        tokens.put("foreigner", staff(other, 6));
        tokens.put("reading", TokenIssuer.shared().system("payroll", "org:read"));
        tokens.put("writing", TokenIssuer.shared().system("payroll", "org:write"));
    }

    /** 13 stands in for the administrator, 14 did until yesterday. */
    private void standIn(int number, LocalDate from, LocalDate to) {
        asSystem()
                .body(Map.of(
                        "forStaffId", bureau.staffId(6),
                        "staffId", bureau.staffId(number),
                        "from", from.toString(),
                        "to", to.toString(),
                        "reason", "外出学习"))
                .post("/v1/stand-ins")
                .then()
                .statusCode(201);
    }

    private static String staff(SampleBureau bureau, int number) {
        return TokenIssuer.shared().staff(bureau.no(number));
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            RIGHT,              self, head, upperHead, sectionHead, office, coordinator, administrator, otherAdministrator, colleague, standIn, formerStandIn, foreigner, reading, writing
            READ,               yes,  yes,  yes,       yes,         yes,    yes,         yes,           yes,                yes,       yes,     yes,           hidden,    yes,     no
            CHANGE_UNITS,       no,   no,   no,        no,          no,     yes,         yes,           no,                 no,        yes,     no,            hidden,    no,      yes
            CHANGE_SEATS,       no,   no,   no,        no,          no,     yes,         yes,           no,                 no,        yes,     no,            hidden,    no,      yes
            APPOINT,            no,   no,   no,        no,          no,     yes,         yes,           no,                 no,        yes,     no,            hidden,    no,      yes
            CHANGE_DUTIES,      no,   no,   no,        no,          no,     yes,         yes,           no,                 no,        yes,     no,            hidden,    no,      yes
            CHANGE_STAFF,       no,   no,   no,        no,          no,     no,          yes,           no,                 no,        yes,     no,            hidden,    no,      yes
            NAME_STAND_IN,      yes,  yes,  yes,       yes,         no,     no,          yes,           no,                 no,        yes,     no,            hidden,    no,      yes
            SEE_CONTACT_POINTS, yes,  yes,  yes,       yes,         yes,    no,          yes,           no,                 no,        yes,     no,            hidden,    no,      no
            SEE_FINDINGS,       no,   yes,  yes,       no,          yes,    yes,         yes,           no,                 no,        yes,     no,            hidden,    yes,     no
            EXPORT,             no,   no,   no,        no,          yes,    no,          yes,           no,                 no,        yes,     no,            hidden,    yes,     no
            SEE_CHANGES,        no,   no,   no,        no,          no,     no,          yes,           no,                 no,        yes,     no,            hidden,    yes,     no
            REPUBLISH,          no,   no,   no,        no,          no,     no,          yes,           no,                 no,        yes,     no,            hidden,    no,      yes
            """)
    void everyRightIsHeldByThoseOfTheTableAndNobodyElse(
            Right right,
            String self,
            String head,
            String upperHead,
            String sectionHead,
            String office,
            String coordinator,
            String administrator,
            String otherAdministrator,
            String colleague,
            String standIn,
            String formerStandIn,
            String foreigner,
            String reading,
            String writing) {
        List<String> expected = List.of(
                self,
                head,
                upperHead,
                sectionHead,
                office,
                coordinator,
                administrator,
                otherAdministrator,
                colleague,
                standIn,
                formerStandIn,
                foreigner,
                reading,
                writing);
        Map<String, String> table = new LinkedHashMap<>();
        Map<String, String> tried = new LinkedHashMap<>();
        Function<RequestSpecification, Response> attempt = attempts().get(right);
        List<String> callers = List.copyOf(tokens.keySet());
        for (int i = 0; i < callers.size(); i++) {
            table.put(callers.get(i), expected.get(i));
            tried.put(callers.get(i), outcome(right, attempt.apply(as(tokens.get(callers.get(i))))));
        }
        assertThat(tried).isEqualTo(table);
    }

    @Test
    void whatHangsOnWhatACallerDoesNotSeeIsNotThereEither() {
        String appointment = asSystem()
                .get("/v1/units/" + group + "/members")
                .path("members.find { it.rank == 'MEMBER' }.appointmentId");
        String standIn =
                asSystem().get("/v1/stand-ins?forStaffId=" + bureau.staffId(6)).path("items[0].id");
        String republication = asSystem()
                .body(Map.of("unitId", group, "reason", "副本丢失"))
                .post("/v1/republications")
                .path("id");
        Map<String, String> changes = Map.of(
                "/v1/seats/%s/appointments", seat,
                "/v1/seats/%s/end", seat,
                "/v1/appointments/%s/end", appointment,
                "/v1/stand-ins/%s/end", standIn);
        Map<String, Object> bodies = Map.of(
                "appointments",
                Map.of("staffId", person, "from", "2023-05-01"),
                "end",
                Map.of("lastDay", "2023-05-01"));
        changes.forEach((path, id) -> {
            Object body = bodies.get(path.substring(path.lastIndexOf('/') + 1));
            isNotThere(
                    id,
                    as(tokens.get("foreigner")).body(body).post(path.formatted(id)),
                    as(tokens.get("foreigner")).body(body).post(path.formatted(UUID.randomUUID())));
        });
        String path = "/v1/republications/";
        isNotThere(
                republication,
                as(tokens.get("foreigner")).get(path + republication),
                as(tokens.get("foreigner")).get(path + UUID.randomUUID()));
    }

    private void isNotThere(String id, Response answer, Response toNothing) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(404);
        assertThat(answer.<String>path("type")).isEqualTo(toNothing.path("type"));
        assertThat(answer.<String>path("detail")).contains(id).doesNotContain(group, person, bureau.staffId(6));
    }

    private static String outcome(Right right, Response answer) {
        if (right == Right.SEE_CONTACT_POINTS && answer.statusCode() == 200) {
            return answer.path("contact") == null ? "no" : "yes";
        }
        return switch (answer.statusCode()) {
            case 403 -> "no";
            case 404 -> "hidden";
            case 200, 201, 202, 409, 422 -> "yes";
            default -> answer.statusLine() + answer.asString();
        };
    }

    private Map<Right, Function<RequestSpecification, Response>> attempts() {
        Map<Right, Function<RequestSpecification, Response>> attempts = Map.ofEntries(
                Map.entry(Right.READ, caller -> caller.get("/v1/units/" + group)),
                Map.entry(Right.CHANGE_UNITS, caller -> caller.header("If-Match", "*")
                        .body(Map.of("name", "业务二组"))
                        .patch("/v1/units/" + group)),
                Map.entry(Right.CHANGE_SEATS, caller -> caller.body(Map.of(
                                "title", "联络员", "rank", "MEMBER", "holderRule", "NAMED", "existsFrom", "2023-01-01"))
                        .post("/v1/units/" + group + "/seats")),
                Map.entry(Right.APPOINT, caller -> caller.body(Map.of("staffId", person, "from", "2023-05-01"))
                        .post("/v1/seats/" + seat + "/appointments")),
                Map.entry(Right.CHANGE_DUTIES, caller -> caller.body(
                                Map.of("from", "2023-01-01", "clauses", List.of(Map.of("text", "受理业务咨询"))))
                        .post("/v1/units/" + group + "/duties")),
                Map.entry(Right.CHANGE_STAFF, caller -> caller.header("If-Match", "*")
                        .body(Map.of("mobile", "10000000007"))
                        .patch("/v1/staff/" + person)),
                Map.entry(Right.NAME_STAND_IN, caller -> caller.body(Map.of(
                                "forStaffId", person,
                                "staffId", bureau.staffId(12),
                                "from", "2023-05-01",
                                "to", "2023-05-05",
                                "reason", "出差"))
                        .post("/v1/stand-ins")),
                Map.entry(Right.SEE_CONTACT_POINTS, caller -> caller.get("/v1/staff/" + person)),
                Map.entry(Right.SEE_FINDINGS, caller -> caller.get("/v1/units/" + group + "/findings")),
                Map.entry(Right.EXPORT, caller -> caller.get("/v1/directory-export?unitId=" + group)),
                Map.entry(Right.SEE_CHANGES, caller -> caller.get("/v1/changes?unitId=" + group)),
                Map.entry(Right.REPUBLISH, caller -> caller.body(Map.of("unitId", group, "reason", "副本丢失"))
                        .post("/v1/republications")));
        assertThat(attempts.keySet()).containsExactlyInAnyOrderElementsOf(Arrays.asList(Right.values()));
        return attempts;
    }
}
