package cn.taxrollout.org;

import static io.restassured.RestAssured.given;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small bureau of its own for each test: two sections with principals, a leading group with the principals as members, its
 * office, a project team with one working group. Codes and staff numbers carry the bureau's prefix.
 */
public final class SampleBureau {
    private static final AtomicInteger BUREAUS = new AtomicInteger();

    private final String prefix = "B" + BUREAUS.incrementAndGet();
    public final List<Map<String, Object>> units = new ArrayList<>();
    public final List<Map<String, Object>> staff = new ArrayList<>();
    public final List<Map<String, Object>> seats = new ArrayList<>();

    public SampleBureau() {
        unit("B", "某某区税务局", "BUREAU", null);
        unit("S1", "征收管理股", "SECTION", "B");
        unit("S2", "信息中心", "SECTION", "B");
        unit("LG", "工作领导小组", "LEADING_GROUP", "B");
        unit("LGO", "领导小组办公室", "OFFICE", "LG");
        unit("PT", "项目组", "PROJECT_TEAM", "LGO");
        unit("G1", "综合协调组", "WORKING_GROUP", "PT").put("functions", List.of("COORDINATING"));
        for (int i = 1; i <= 6; i++) {
            member(i, i % 2 == 0 ? "S2" : "S1");
        }
        seat("B", "管理员", "ADMINISTRATOR", "staff", no(6));
        seat("S1", "股长", "HEAD", "staff", no(1));
        seat("S2", "主任", "HEAD", "staff", no(2));
        seat("LG", "组长", "HEAD", "staff", no(3));
        seat("LG", "成员", "MEMBER", "principalOf", code("S1"));
        seat("LG", "成员", "MEMBER", "principalOf", code("S2"));
        seat("LGO", "主任", "HEAD", "staff", no(1));
        seat("LGO", "成员", "MEMBER", "unnamedDeputyOf", code("S2"));
        seat("G1", "组长", "HEAD", "staff", no(1));
        seat("G1", "成员", "MEMBER", "staff", no(4));
    }

    /** The unit code or staff number with this bureau's prefix. */
    public String code(String code) {
        return prefix + "-" + code;
    }

    public String no(int number) {
        return prefix + "-N" + number;
    }

    public Map<String, Object> unit(String code, String name, String kind, String parent) {
        Map<String, Object> row = new LinkedHashMap<>(Map.of("code", code(code), "name", name, "kind", kind));
        row.put("parent", parent == null ? null : code(parent));
        units.add(row);
        return row;
    }

    public Map<String, Object> member(int number, String section) {
        Map<String, Object> row = new LinkedHashMap<>(Map.of(
                "staffNo",
                no(number),
                "name",
                "人员" + number,
                "section",
                code(section),
                "email",
                "n" + number + "@example.com"));
        staff.add(row);
        return row;
    }

    public Map<String, Object> seat(String unit, String title, String rank, String rule, String holder) {
        Map<String, Object> row = new LinkedHashMap<>(
                Map.of("unit", code(unit), "title", title, "rank", rank, "from", "2022-12-15", rule, holder));
        seats.add(row);
        return row;
    }

    public Map<String, Object> roster() {
        return Map.of("units", units, "staff", staff, "seats", seats);
    }

    /** Hands in the roster and confirms it. */
    public SampleBureau imported() {
        Imports.bySystem().apply(roster());
        return this;
    }

    /** The identifier of a unit by its code. */
    public String unitId(String code) {
        return asSystem()
                .get("/v1/units?limit=200&cursor=" + cursorBefore(code(code)))
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.code == '" + code(code) + "' }.id");
    }

    /** The identifier of a person by the number. */
    public String staffId(int number) {
        return asSystem()
                .get("/v1/staff?limit=200&cursor=" + cursorBefore(no(number)))
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.staffNo == '" + no(number) + "' }.id");
    }

    private static String cursorBefore(String position) {
        String before = position.substring(0, position.length() - 1);
        return java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(before.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    public static RequestSpecification asSystem() {
        return as(TokenIssuer.shared().system("payroll", "org:read", "org:write"));
    }

    public RequestSpecification asStaff(int number) {
        return as(TokenIssuer.shared().staff(no(number)));
    }

    public static RequestSpecification as(String token) {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }
}
