package cn.taxrollout.notification.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.web.PublishedApi.Operation;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who reads the API's description finds an example of everything, and the examples are right. */
@ServiceTest
class ApiExamplesTest {
    private PublishedApi api;

    @BeforeEach
    void readApi() {
        api = PublishedApi.read();
    }

    @Test
    void everyOperationSaysWhatItDoes() {
        for (Operation operation : api.operations()) {
            // what is made up from the method's name is a word or two
            assertThat(operation.described().path("summary").asText().split(" "))
                    .as(operation.toString())
                    .hasSizeGreaterThan(2);
        }
    }

    @Test
    void everyFieldAndParameterHasAnExample() {
        List<String> without = new ArrayList<>();
        api.schemas()
                .forEach(
                        (name, schema) -> schema.path("properties").properties().forEach(property -> {
                            if (api.example(property.getValue()).isMissingNode()) {
                                without.add(name + "." + property.getKey());
                            }
                        }));
        for (Operation operation : api.operations()) {
            operation.parameters().stream()
                    .filter(parameter -> parameter.example().isMissingNode())
                    .forEach(parameter -> without.add(operation + " " + parameter.name()));
        }
        assertThat(without).isEmpty();
    }

    @Test
    void theExamplesMeetTheirSchemas() {
        api.schemas()
                .forEach((name, schema) -> assertThat(api.faults("/components/schemas/" + name, api.example(schema)))
                        .as("%s of %s", api.example(schema), name)
                        .isEmpty());
        for (Operation operation : api.operations()) {
            for (PublishedApi.Body body : operation.bodies()) {
                JsonNode example = api.example(body.schema());
                assertThat(api.faults(body.pointer(), example))
                        .as("%s: %s", operation, example)
                        .isEmpty();
            }
        }
    }

    @Test
    void everyRefusalIsDescribedAsProblem() {
        for (Operation operation : api.operations()) {
            operation.described().get("responses").properties().stream()
                    .filter(response -> response.getKey().compareTo("400") >= 0)
                    .forEach(response -> assertThat(api.resolved(response.getValue())
                                    .at("/content/application~1problem+json/schema/$ref")
                                    .asText())
                            .as("%s %s", operation, response.getKey())
                            .isEqualTo("#/components/schemas/Problem"));
            assertThat(operation.described().get("responses").fieldNames())
                    .toIterable()
                    .as(operation.toString())
                    .contains("400", "401", "403", "500", "503");
        }
        api.responses().forEach((name, response) -> assertThat(api.faults(
                        "/components/schemas/Problem", response.at("/content/application~1problem+json/example")))
                .as(name)
                .isEmpty());
    }
}
