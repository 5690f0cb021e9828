package cn.taxrollout.task.reminder;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.itIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.junit.jupiter.api.Test;

@ServiceTest
class BusinessClockTest {
    @Inject
    EntityManager entities;

    private final SampleBureau bureau = new SampleBureau();

    @Test
    void settingTheClockSettlesWhatFallsDueBeforeItAnswers() {
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T09:00:00");

        bureau.as("administrator")
                .body("{\"now\": \"2023-03-13T09:00:00+08:00\"}")
                .put("/v1/business-clock")
                .then()
                .statusCode(200)
                .body("now", startsWith("2023-03-13T09:00"));

        assertThat(Events.names(plan.taskId(1)))
                .containsExactly(
                        "TaskIssued",
                        "TaskNotReceived",
                        "TaskNotReceived",
                        "TaskDueSoon",
                        "TaskNotReceived",
                        "TaskDueSoon",
                        "TaskNotReceived",
                        "TaskDueSoon",
                        "TaskNotReceived",
                        "TaskDueSoon",
                        "TaskOverdue",
                        "TaskNotReceived");
        bureau.as("clerk").get("/v1/business-clock").then().statusCode(200).body("now", startsWith("2023-03-13T09:00"));
    }

    @Test
    void theClockDoesNotGoBackOnceADocumentHasBeenImported() {
        itIs("2023-03-13T09:00:00");
        QuarkusTransaction.requiringNew()
                .run(() -> entities.createNativeQuery("""
                        insert into plan_import (id, bureau_id, state, draft, unresolved, created_at, created_by, version)
                        values (gen_random_uuid(), gen_random_uuid(), 'PREVIEW', '{}', 0, now(), 'test', 0)
                        """).executeUpdate());
        bureau.as("administrator")
                .header("Accept-Language", "en")
                .body("{\"now\": \"2023-03-12T09:00:00+08:00\"}")
                .put("/v1/business-clock")
                .then()
                .statusCode(409)
                .body("type", equalTo("urn:tax-rollout:problem:clock-backwards"))
                .body("now", startsWith("2023-03-13T09:"));
    }

    @Test
    void onlyAdministratorsAndSystemsWithTheScopeSetTheClock() {
        itIs("2023-03-13T09:00:00");
        for (String who : new String[] {"officer", "businessHead", "clerk"}) {
            bureau.as(who)
                    .body("{\"now\": \"2023-03-14T09:00:00+08:00\"}")
                    .put("/v1/business-clock")
                    .then()
                    .statusCode(403);
        }
        SampleBureau.asSystem("task:write")
                .body("{\"now\": \"2023-03-14T09:00:00+08:00\"}")
                .put("/v1/business-clock")
                .then()
                .statusCode(200);
        bureau.as("administrator").body("{}").put("/v1/business-clock").then().statusCode(400);
        bureau.as("administrator")
                .body("{\"now\": \"soon\"}")
                .put("/v1/business-clock")
                .then()
                .statusCode(400);
    }
}
