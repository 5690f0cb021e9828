package cn.taxrollout.task;

import static io.restassured.RestAssured.given;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.task.directory.DirectoryCopy;
import cn.taxrollout.task.directory.DirectoryState;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A bureau of its own for each test: a section, the leading group, its office, the project team and working groups, and people by
 * what they are. It goes straight into the copy of the directory.
 */
public final class SampleBureau {
    public final UUID id = unit("县税务局", "BUREAU", null);
    public final UUID section = unit("征收管理股", "SECTION", id);
    public final UUID leadingGroup = unit("领导小组", "LEADING_GROUP", id);
    public final UUID office = unit("领导小组办公室", "OFFICE", leadingGroup);
    public final UUID team = unit("项目组", "PROJECT_TEAM", office);
    public final UUID coordination = unit("综合协调组", "WORKING_GROUP", team, "COORDINATING");
    public final UUID business = unit("业务集成组", "WORKING_GROUP", team);
    public final UUID technology = unit("技术支撑组", "WORKING_GROUP", team);
    public final UUID data = unit("数据风险组", "WORKING_GROUP", team);
    public final UUID supervision = unit("监督考核组", "WORKING_GROUP", team, "SUPERVISING");

    public final UUID taxpayerService = unit("纳税服务组", "WORKING_GROUP", team);

    private final String prefix = UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, UUID> people = new HashMap<>();

    public SampleBureau() {
        person("officer", office, "MEMBER");
        person("coordinator", coordination, "MEMBER");
        person("businessHead", business, "HEAD");
        person("businessMember", business, "MEMBER");
        person("technician", technology, "MEMBER");
        person("analyst", data, "MEMBER");
        person("administrator", id, "ADMINISTRATOR");
        person("clerk", null, null);
        person("coordinatorInBusiness", coordination, "MEMBER");
        appoint("coordinatorInBusiness", business, "MEMBER", "2020-01-01", null);
        person("officerOfOldDays", null, null);
        appoint("officerOfOldDays", office, "MEMBER", "2020-01-01", "2022-12-31");
    }

    /** The staff number of a person by what that person is. */
    public String no(String who) {
        return prefix + "-" + who;
    }

    public RequestSpecification as(String who) {
        return with(TokenIssuer.shared().staff(no(who)));
    }

    public static RequestSpecification asSystem(String... scopes) {
        return with(TokenIssuer.shared().system("another-system", scopes));
    }

    public static RequestSpecification with(String token) {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    /** Adds a person of the section with one seat, or with none. */
    public void person(String who, UUID unitId, String rank) {
        UUID staffId = TimeOrderedId.next();
        people.put(who, staffId);
        apply(
                "StaffMemberState",
                state(staffId, "staffNo", no(who), "name", who, "homeUnitId", section, "status", "ACTIVE"));
        if (unitId != null) {
            appoint(who, unitId, rank, "2020-01-01", null);
        }
    }

    public void appoint(String who, UUID unitId, String rank, String from, String to) {
        apply(
                "AppointmentState",
                state(
                        TimeOrderedId.next(),
                        "unitId",
                        unitId,
                        "staffId",
                        people.get(who),
                        "seatId",
                        UUID.randomUUID(),
                        "title",
                        "组员",
                        "rank",
                        rank,
                        "from",
                        from,
                        "to",
                        to,
                        "derivedFrom",
                        null));
    }

    /** @param unitId the unit whose seats it is for, null for those in all units */
    public void standIn(String who, String forWhom, UUID unitId, String from, String to) {
        apply(
                "StandInState",
                state(
                        TimeOrderedId.next(),
                        "staffId",
                        people.get(who),
                        "forStaffId",
                        people.get(forWhom),
                        "unitId",
                        unitId,
                        "from",
                        from,
                        "to",
                        to));
    }

    /** The unit is no more; the seats in it are still there. */
    public static void ends(UUID unitId, String name, String kind, UUID parentId) {
        Map<String, Object> state = state(
                unitId,
                "code",
                unitId.toString(),
                "name",
                name,
                "kind",
                kind,
                "parentId",
                parentId,
                "functions",
                List.of());
        state.put("version", 2);
        state.put("deleted", true);
        apply("UnitState", state);
    }

    /** Puts the bureau under another unit. */
    public void moveBelow(UUID superiorId) {
        Map<String, Object> state = state(
                id,
                "code",
                id.toString(),
                "name",
                "县税务局",
                "kind",
                "BUREAU",
                "parentId",
                superiorId,
                "functions",
                List.of());
        state.put("version", 2);
        apply("UnitState", state);
    }

    /** The person keeps the seats and has no home section. */
    public void leavesHomeSection(String who) {
        Map<String, Object> state =
                state(people.get(who), "staffNo", no(who), "name", who, "homeUnitId", null, "status", "ACTIVE");
        state.put("version", 2);
        apply("StaffMemberState", state);
    }

    /** The person works here no more; the seats are still there. */
    public void leaves(String who) {
        Map<String, Object> state =
                state(people.get(who), "staffNo", no(who), "name", who, "homeUnitId", section, "status", "LEFT");
        state.put("version", 2);
        apply("StaffMemberState", state);
    }

    public static UUID unit(String name, String kind, UUID parentId, String... functions) {
        UUID unitId = TimeOrderedId.next();
        apply(
                "UnitState",
                state(
                        unitId,
                        "code",
                        unitId.toString(),
                        "name",
                        name,
                        "kind",
                        kind,
                        "parentId",
                        parentId,
                        "functions",
                        List.of(functions)));
        return unitId;
    }

    private static Map<String, Object> state(UUID id, Object... fields) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("id", id);
        state.put("version", 1);
        state.put("deleted", false);
        for (int i = 0; i < fields.length; i += 2) {
            state.put((String) fields[i], fields[i + 1]);
        }
        return state;
    }

    private static void apply(String type, Map<String, Object> state) {
        DirectoryCopy copy = Arc.container().instance(DirectoryCopy.class).get();
        QuarkusTransaction.requiringNew().run(() -> {
            try {
                copy.apply(List.of(new DirectoryState(
                        "cn.taxrollout.org." + type + ".v1", new ObjectMapper().writeValueAsBytes(jsonable(state)))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Map<String, Object> jsonable(Map<String, Object> state) {
        Map<String, Object> json = new LinkedHashMap<>();
        state.forEach((name, value) -> json.put(name, value instanceof UUID ? value.toString() : value));
        return json;
    }
}
