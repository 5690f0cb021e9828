package cn.taxrollout.org.contract;

import static cn.taxrollout.org.SampleBureau.asSystem;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.org.SampleBureau;
import cn.taxrollout.org.ServiceTest;
import cn.taxrollout.org.messaging.DirectoryTopic;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What goes to the directory topic is what the contract promises. */
@ServiceTest
class DirectoryContractTest {
    private static final Path CONTRACTS = Path.of("src/main/contracts");
    private static final Set<String> STATES =
            Set.of("UnitState", "StaffMemberState", "AppointmentState", "StandInState");

    @Inject
    ObjectMapper json;

    @Test
    void everyStateHasASchemaThatItsExampleMeets() throws IOException {
        for (String state : STATES) {
            Path example = CONTRACTS.resolve("examples/" + state + ".v1.json");
            assertThat(schema(state).validate(json.readTree(Files.readString(example))))
                    .as(state)
                    .isEmpty();
        }
        try (var schemas = Files.list(CONTRACTS.resolve("events"))) {
            assertThat(schemas.map(file -> file.getFileName().toString().replace(".v1.schema.json", "")))
                    .containsExactlyInAnyOrderElementsOf(STATES);
        }
    }

    @Test
    void theStateOfEverythingIsSentAndMeetsTheSchema() throws IOException {
        var bureau = new SampleBureau().imported();
        asSystem()
                .body(Map.of(
                        "forStaffId", bureau.staffId(1),
                        "staffId", bureau.staffId(5),
                        "unitId", bureau.unitId("G1"),
                        "from", "2023-03-01",
                        "to", "2023-03-31"))
                .post("/v1/stand-ins")
                .then()
                .statusCode(201);
        Set<String> unitIds = bureau.units.stream()
                .map(unit -> bureau.unitId(((String) unit.get("code")).split("-", 2)[1]))
                .collect(Collectors.toSet());
        // 7 units, 6 people, 7 named holders and 2 principals in the leading group, 1 stand-in
        var records = DirectoryTopic.await(23, record -> {
            String value = record.value();
            return unitIds.contains(record.key())
                    || value.contains("\"staffNo\":\"" + bureau.no(1).split("-")[0] + "-")
                    || unitIds.stream().anyMatch(id -> value.contains("\"unitId\":\"" + id));
        });
        Map<String, Integer> counts = new HashMap<>();
        for (var record : records) {
            String type = DirectoryTopic.header(record, "ce_type");
            String state = type.replace("cn.taxrollout.org.", "").replace(".v1", "");
            JsonNode data = json.readTree(record.value());
            assertThat(schema(state).validate(data)).as(record.value()).isEmpty();
            assertThat(data.get("id").asText()).isEqualTo(record.key());
            counts.merge(state, 1, Integer::sum);
        }
        assertThat(counts)
                .isEqualTo(Map.of("UnitState", 7, "StaffMemberState", 6, "AppointmentState", 9, "StandInState", 1));
    }

    private static JsonSchema schema(String state) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(
                        Files.readString(CONTRACTS.resolve("events/" + state + ".v1.schema.json")),
                        SchemaValidatorsConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build());
    }
}
