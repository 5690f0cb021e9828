package cn.taxrollout.notification.web;

import static cn.taxrollout.notification.Inboxes.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesRegex;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import cn.taxrollout.notification.ServiceTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ServiceTest
class ConditionalRequestTest {
    private static final String NOTE = "/v1/test-notes/1";

    private static RequestSpecification caller() {
        return as(TokenIssuer.shared().system("payroll", "notification:write"));
    }

    @Test
    void whatIsKnownIsNotSentAgain() {
        String tag = caller().get(NOTE)
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON)
                .header("ETag", matchesRegex("\"\\d+-[0-9a-f]+\""))
                .extract()
                .header("ETag");
        caller().header("If-None-Match", tag)
                .get(NOTE)
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .body(equalTo(""));
        caller().header("If-None-Match", "\"6-1f61f3ec\"").get(NOTE).then().statusCode(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"7-1f61f3ec\"'  | 204 | ",
                "'*'               | 204 | ",
                "'\"6-1f61f3ec\"'  | 412 | changed-meanwhile",
                "'W/\"7-1f61\"'    | 412 | changed-meanwhile",
                "'7'               | 400 | if-match-unreadable",
                "                  | 428 | if-match-missing"
            })
    void anUpdateIsBasedOnTheVersionThatTheCallerHasSeen(String ifMatch, int status, String problem) {
        var call = caller();
        if (ifMatch != null) {
            call.header("If-Match", ifMatch);
        }
        var answer = call.put(NOTE).then().statusCode(status);
        if (problem != null) {
            answer.contentType("application/problem+json").body("type", equalTo("urn:tax-rollout:problem:" + problem));
        }
    }
}
