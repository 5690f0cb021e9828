package cn.taxrollout.notification.contract;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventType;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

/** What the contract says that is read of each event is what is read. */
class AsyncApiContractTest {
    private static final Path CONTRACT = Path.of("src/main/contracts/asyncapi.yaml");

    @ParameterizedTest
    @EnumSource
    void theFieldsThatAreNeededAreTheOnesThatAreRead(TaskEventType type) throws IOException {
        Map<String, Object> contract = new Yaml().load(Files.readString(CONTRACT));
        Map<String, Object> message = at(contract, "channels", "taskEvents", "messages", type.label());
        assertThat(message).containsEntry("name", type.wireName());
        assertThat(required(contract, at(message, "payload"))).isEqualTo(components(type));
    }

    @SuppressWarnings("unchecked")
    private static Set<String> required(Map<String, Object> contract, Map<String, Object> schema) {
        Set<String> required = new TreeSet<>((List<String>) schema.getOrDefault("required", List.of()));
        if (schema.get("$ref") instanceof String reference) {
            required.addAll(
                    required(contract, at(contract, reference.substring(2).split("/"))));
        }
        for (Object part : (List<Object>) schema.getOrDefault("allOf", List.of())) {
            required.addAll(required(contract, (Map<String, Object>) part));
        }
        return required;
    }

    private static Set<String> components(TaskEventType type) {
        return Arrays.stream(TaskEvent.class.getPermittedSubclasses())
                .filter(shape -> shape.getSimpleName().equals(type.label()))
                .flatMap(shape -> Arrays.stream(shape.getRecordComponents()))
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> at(Map<String, Object> from, String... path) {
        Map<String, Object> found = from;
        for (String step : path) {
            found = (Map<String, Object>) found.get(step);
        }
        return found;
    }
}
