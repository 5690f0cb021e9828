package cn.taxrollout.task.web;

import static cn.taxrollout.task.SamplePlan.before;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;

import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import org.junit.jupiter.api.Test;

@ServiceTest
class ConditionalRequestTest {

    @Test
    void whatIsKnownIsNotSentAgain() {
        var bureau = new SampleBureau();
        var plan = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-03-10"), bureau.business)
                .publishedAt("2023-02-23T10:00:00");
        String task = "/v1/tasks/" + plan.taskId(1);
        String tag = bureau.as("clerk")
                .get(task)
                .then()
                .statusCode(200)
                .header("ETag", matchesRegex("\"\\d+-[0-9a-f]+\""))
                .extract()
                .header("ETag");

        bureau.as("clerk")
                .header("If-None-Match", tag)
                .get(task)
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .body(equalTo(""));
        bureau.as("businessHead")
                .post(task + "/assignments/" + bureau.business + "/receipt")
                .then()
                .statusCode(200);
        bureau.as("clerk").header("If-None-Match", tag).get(task).then().statusCode(200);
    }
}
