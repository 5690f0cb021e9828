package cn.taxrollout.notification.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.web.PublishedApi.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Holds every JSON answer that any test gets to what the API's description says of it. */
public class AnswersAsDescribed implements QuarkusTestBeforeEachCallback, Filter {
    /** Of methods and formats that are not there, and so not described. */
    private static final List<Integer> OF_WHAT_IS_NOT_THERE = List.of(405, 406);

    private final ObjectMapper json = new ObjectMapper();
    private PublishedApi api;

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        if (RestAssured.filters().stream().noneMatch(AnswersAsDescribed.class::isInstance)) {
            RestAssured.filters(this);
        }
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification answer, FilterContext context) {
        Response response = context.next(request, answer);
        String path = URI.create(request.getURI()).getPath();
        if (path.startsWith("/v1/")) {
            if (api == null) {
                api = PublishedApi.read();
            }
            operation(request.getMethod(), path).ifPresent(operation -> check(operation, response));
        }
        return response;
    }

    private Optional<Operation> operation(String method, String path) {
        return api.operations().stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> path.matches(operation.path().replaceAll("\\{\\w+}", "[^/]+")))
                .min(Comparator.comparing(operation -> operation.path().contains("{")));
    }

    private void check(Operation operation, Response response) {
        if (OF_WHAT_IS_NOT_THERE.contains(response.statusCode())) {
            return;
        }
        String what = operation + ": " + response.statusCode() + " " + response.asString();
        JsonNode described = operation.described().get("responses").get(String.valueOf(response.statusCode()));
        assertThat(described).as("not described: %s", what).isNotNull();
        if (response.statusCode() >= 400) {
            assertThat(api.faults("/components/schemas/Problem", body(response)))
                    .as(what)
                    .isEmpty();
        } else if (response.statusCode() < 300 && response.contentType().startsWith("application/json")) {
            String pointer = "/paths/" + operation.path().replace("/", "~1") + "/"
                    + operation.method().toLowerCase() + "/responses/" + response.statusCode()
                    + "/content/application~1json/schema";
            assertThat(api.faults(pointer, body(response))).as(what).isEmpty();
        }
    }

    private JsonNode body(Response response) {
        try {
            return json.readTree(response.asString());
        } catch (IOException e) {
            throw new AssertionError(response.asString(), e);
        }
    }
}
