package cn.taxrollout.task.plan;

import cn.taxrollout.task.SampleBureau;
import io.restassured.response.ValidatableResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A plan that somebody writes over REST, as the officer unless said otherwise. */
public final class DraftedPlan {
    private static final String PLANS = "/v1/plans/";

    private final SampleBureau bureau;
    public final UUID id;

    public DraftedPlan(SampleBureau bureau) {
        this.bureau = bureau;
        this.id = id(begin(bureau, "officer", heading()).statusCode(201));
    }

    public static Map<String, Object> heading() {
        return json(
                "number",
                "示范税发〔2023〕" + UUID.randomUUID().toString().substring(0, 8) + "号",
                "title",
                "数字化电子发票试点推行工作方案",
                "issuer",
                "县税务局",
                "issuedOn",
                "2023-02-23",
                "confidential",
                true,
                "goals",
                "如期完成试点推行。",
                "provenance",
                "落实市局试点工作部署");
    }

    public static ValidatableResponse begin(SampleBureau bureau, String who, Map<String, Object> heading) {
        return bureau.as(who).body(heading).post("/v1/plans").then();
    }

    public UUID phase(String title) {
        return id(bureau.as("officer")
                .body(json("title", title))
                .post(PLANS + id + "/phases")
                .then()
                .statusCode(201));
    }

    /** Due before the end of a day. */
    public UUID task(UUID phase, String title, String dueOn, UUID... units) {
        return id(add("officer", terms(phase, title, dueOn, units)).statusCode(201));
    }

    public ValidatableResponse add(String who, Map<String, Object> terms) {
        return bureau.as(who).body(terms).post("/v1/tasks").then();
    }

    public static Map<String, Object> terms(UUID phase, String title, String dueOn, UUID... units) {
        return json(
                "phaseId",
                phase,
                "title",
                title,
                "body",
                "按要求完成。",
                "deliverables",
                List.of("工作总结"),
                "deadline",
                json("kind", "BEFORE", "dueOn", dueOn),
                "unitIds",
                List.of(units));
    }

    public ValidatableResponse publish() {
        return bureau.as("coordinator").post(PLANS + id + "/publication").then();
    }

    public ValidatableResponse patch(String who, String path, Map<String, Object> patch) {
        return bureau.as(who)
                .contentType("application/merge-patch+json;charset=UTF-8")
                .header("If-Match", "*")
                .body(patch)
                .patch(path)
                .then();
    }

    public static Map<String, Object> json(Object... fields) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            json.put((String) fields[i], fields[i + 1]);
        }
        return json;
    }

    private static UUID id(ValidatableResponse answer) {
        return UUID.fromString(answer.extract().path("id"));
    }
}
