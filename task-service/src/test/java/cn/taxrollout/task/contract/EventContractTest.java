package cn.taxrollout.task.contract;

import static cn.taxrollout.task.SamplePlan.before;
import static cn.taxrollout.task.SamplePlan.from;
import static cn.taxrollout.task.SamplePlan.window;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.Events;
import cn.taxrollout.task.SampleBureau;
import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.deadline.WorkingYearChanged;
import cn.taxrollout.task.messaging.TaskTopic;
import cn.taxrollout.task.plan.PlanEvent;
import cn.taxrollout.task.tasks.TaskEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes to the topic is what the contract promises, for every type of event there is. */
@ServiceTest
class EventContractTest {
    private static final Path CONTRACTS = Path.of("src/main/contracts");
    private static final String NAMESPACE = "urn:tax-rollout:schema:";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** No other test sends this year, which is the same for all. */
    private static final String YEAR_2044 = """
            {"notice": "国办发明电〔2043〕7号",
             "holidays": [{"name": "春节", "from": "2044-01-30", "to": "2044-02-12"},
                          {"name": "国庆节", "from": "2044-10-01", "to": "2044-10-07"}],
             "shiftedWorkingDays": ["2044-10-08"]}
            """;

    /** The wire types that the code knows. */
    private static Set<String> types() {
        return Stream.concat(
                        Stream.of(TaskEvent.class, PlanEvent.class)
                                .flatMap(root -> Arrays.stream(root.getPermittedSubclasses())),
                        Stream.of(WorkingYearChanged.class))
                .map(event -> {
                    try {
                        return (String) event.getField("TYPE").get(null);
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyTypeHasASchemaAndAnExampleThatMeetsIt() throws IOException {
        assertThat(types()).hasSize(33);
        assertThat(files("events", ".schema.json")).isEqualTo(withCommon(types()));
        assertThat(files("examples", ".json")).isEqualTo(types());
        for (String type : types()) {
            assertThat(schema(type).validate(example(type))).as(type).isEmpty();
        }
        assertThat(Files.readString(CONTRACTS.resolve("asyncapi.yaml")))
                .contains(types().stream()
                        .map(type -> "events/" + name(type) + ".schema.json")
                        .toList());
    }

    @Test
    void everythingThatIsSentMeetsItsSchemaAndHasTheFieldsOfItsExample() throws IOException {
        var bureau = new SampleBureau();
        var plan = new SamplePlan(bureau)
                .phase(3)
                .task(before("2023-03-10"), bureau.business, bureau.technology)
                .task(from("2023-03-01"), bureau.business)
                .task(window("2023-03-01", "2023-03-06"), bureau.data)
                .phase(1)
                .task(before("2023-06-30"), bureau.data)
                .publishedAt("2023-02-23T10:00:00");
        var over = new SamplePlan(bureau)
                .phase(1)
                .task(before("2023-04-28"), bureau.data)
                .publishedAt("2023-02-23T10:00:00");
        act(bureau, "officer", over.taskId(1), bureau.data, "cancellation", "{\"reason\": \"并入其他任务\"}");
        bureau.as("officer")
                .body(Map.of("summary", "并入其他方案"))
                .post("/v1/plans/" + over.planId() + "/closure")
                .then()
                .statusCode(200);
        UUID first = plan.taskId(1);
        UUID business = bureau.business;
        UUID technology = bureau.technology;
        act(bureau, "businessHead", first, business, "receipt", null);
        move(bureau, first, "{\"kind\": \"BEFORE\", \"dueOn\": \"2023-03-13\", \"reason\": \"数据迟到\"}");
        String request = bureau.as("businessHead")
                .body("{\"unitId\": \"%s\", \"wishedDueOn\": \"2023-03-14\", \"reason\": \"数据未到\"}".formatted(business))
                .post("/v1/tasks/" + first + "/extension-requests")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        bureau.as("officer")
                .body("{\"decision\": \"APPROVED\", \"reason\": \"同意\"}")
                .post("/v1/extension-requests/" + request + "/decision")
                .then()
                .statusCode(200);
        act(bureau, "businessHead", first, business, "progress-reports", "{\"percent\": 40, \"text\": \"改造过半\"}");
        act(bureau, "businessHead", first, business, "suspension", "{\"reason\": \"等待上级\"}");
        act(bureau, "businessHead", first, business, "resumption", null);
        act(bureau, "businessHead", first, business, "submission", null);
        act(bureau, "officer", first, business, "return", "{\"reason\": \"请补充\"}");
        act(bureau, "businessHead", first, business, "submission", null);
        act(bureau, "officer", first, business, "acceptance", null);
        act(bureau, "officer", first, technology, "cancellation", "{\"reason\": \"不再需要\"}");
        finish(bureau, "businessHead", plan.taskId(2), business);
        bureau.as("officer")
                .header("If-Match", "*")
                .body("{\"prerequisites\": [\"%s\"], \"reason\": \"先后有序\"}".formatted(plan.taskId(3)))
                .put("/v1/tasks/" + plan.taskId(4) + "/prerequisites")
                .then()
                .statusCode(200);
        String help = askForHelp(bureau, plan.taskId(4));
        bureau.as("businessHead")
                .body("{\"text\": \"已核对\"}")
                .post("/v1/help-requests/" + help + "/answer")
                .then()
                .statusCode(200);
        askForHelp(bureau, plan.taskId(4));
        setClock(bureau, "2023-03-07T09:00:00+08:00");
        finish(bureau, "analyst", plan.taskId(3), bureau.data);
        act(bureau, "officer", first, technology, "reopening", "{\"reason\": \"复核\"}");
        act(bureau, "analyst", plan.taskId(4), bureau.data, "receipt", null);
        setClock(bureau, "2023-03-31T09:00:00+08:00");
        SampleBureau.asSystem("task:write")
                .header("If-Match", "*")
                .body(YEAR_2044)
                .put("/v1/working-days/2044")
                .then()
                .statusCode(200);

        Set<String> keys = Stream.of(
                        plan.planId(),
                        over.planId(),
                        over.taskId(1),
                        first,
                        plan.taskId(2),
                        plan.taskId(3),
                        plan.taskId(4),
                        WorkingYearChanged.key(2044))
                .map(UUID::toString)
                .collect(Collectors.toSet());
        int count = keys.stream()
                .mapToInt(key -> Events.of(UUID.fromString(key)).size())
                .sum();
        var records = TaskTopic.await(count, record -> keys.contains(record.key()));
        Set<String> seen = new TreeSet<>();
        for (var record : records) {
            String type = TaskTopic.header(record, "ce_type");
            JsonNode data = JSON.readTree(record.value());
            assertThat(schema(type).validate(data)).as(record.value()).isEmpty();
            assertThat(fields(data)).as(type).isEqualTo(fields(example(type)));
            assertThat(TaskTopic.header(record, "ce_dataschema")).isEqualTo(NAMESPACE + type);
            assertThat(TaskTopic.header(record, "ce_subject")).isEqualTo(record.key());
            seen.add(type);
        }
        assertThat(seen).isEqualTo(types());
        for (String key : keys) {
            assertThat(records.stream()
                            .filter(record -> record.key().equals(key))
                            .map(record -> sequence(record.value())))
                    .as("sequence of " + key)
                    .containsExactlyElementsOf(Stream.iterate(1, i -> i + 1)
                            .limit(Events.of(UUID.fromString(key)).size())
                            .toList());
        }
    }

    private static String askForHelp(SampleBureau bureau, UUID task) {
        return bureau.as("analyst")
                .body("{\"fromUnitId\": \"%s\", \"toUnitId\": \"%s\", \"text\": \"请协助核对\"}"
                        .formatted(bureau.data, bureau.business))
                .post("/v1/tasks/" + task + "/help-requests")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static int sequence(String value) {
        try {
            return JSON.readTree(value).get("sequence").asInt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void finish(SampleBureau bureau, String who, UUID task, UUID unit) {
        act(bureau, who, task, unit, "receipt", null);
        act(bureau, who, task, unit, "submission", null);
        act(bureau, "officer", task, unit, "acceptance", null);
    }

    private static void move(SampleBureau bureau, UUID task, String deadline) {
        bureau.as("officer")
                .header("If-Match", "*")
                .body(deadline)
                .put("/v1/tasks/" + task + "/deadline")
                .then()
                .statusCode(200);
    }

    private static void act(SampleBureau bureau, String who, UUID task, UUID unit, String action, String body) {
        var request = bureau.as(who);
        (body == null ? request : request.body(body))
                .post("/v1/tasks/" + task + "/assignments/" + unit + "/" + action)
                .then()
                .statusCode(200);
    }

    private static void setClock(SampleBureau bureau, String now) {
        bureau.as("administrator")
                .body(Map.of("now", now))
                .put("/v1/business-clock")
                .then()
                .statusCode(200);
    }

    private static Set<String> withCommon(Set<String> types) {
        Set<String> all = new TreeSet<>(types);
        all.add("cn.taxrollout.task.common.v1");
        return all;
    }

    private static Set<String> files(String folder, String ending) throws IOException {
        try (var files = Files.list(CONTRACTS.resolve(folder))) {
            return files.map(file -> "cn.taxrollout.task."
                            + file.getFileName().toString().replace(ending, ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static JsonNode example(String type) throws IOException {
        return JSON.readTree(Files.readString(CONTRACTS.resolve("examples/" + name(type) + ".json")));
    }

    private static String name(String type) {
        return type.replace("cn.taxrollout.task.", "");
    }

    private static JsonSchema schema(String type) throws IOException {
        String common = Files.readString(CONTRACTS.resolve("events/common.v1.schema.json"));
        return JsonSchemaFactory.getInstance(
                        SpecVersion.VersionFlag.V202012,
                        factory -> factory.schemaLoaders(
                                loaders -> loaders.schemas(Map.of(NAMESPACE + "cn.taxrollout.task.common.v1", common))))
                .getSchema(
                        Files.readString(CONTRACTS.resolve("events/" + name(type) + ".schema.json")),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }

    /** The names of the fields, with those of the objects within. */
    private static Set<String> fields(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fields().forEachRemaining(field -> {
            names.add(field.getKey());
            JsonNode inner = field.getValue().isArray() && !field.getValue().isEmpty()
                    ? field.getValue().get(0)
                    : field.getValue();
            fields(inner).forEach(name -> names.add(field.getKey() + "." + name));
        });
        return names;
    }
}
