package cn.taxrollout.notification.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Inboxes;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.Topics;
import cn.taxrollout.notification.event.TaskEventType;
import cn.taxrollout.notification.workinghours.WorkingHours;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the producers promise by their examples goes through the real consumers. */
@ServiceTest
class ProducerExamplesTest {
    private static final Path ORGANISATION = Path.of("../org-service/src/main/contracts/examples");
    private static final Path TASKS = Path.of("../task-service/src/main/contracts/examples");
    private static final Set<TaskEventType> NOT_PRODUCED_YET = EnumSet.noneOf(TaskEventType.class);

    @Inject
    ObjectMapper json;

    @Inject
    CopiedDirectory copied;

    @Inject
    WorkingHours hours;

    static Stream<Path> states() throws IOException {
        return examples(ORGANISATION);
    }

    static Stream<Path> taskEvents() throws IOException {
        return examples(TASKS);
    }

    @ParameterizedTest
    @MethodSource("states")
    void everyStateOfTheOrganisationIsTaken(Path example) {
        ObjectNode data = read(example);
        UUID key = UUID.fromString(data.get("id").asText());
        Topics.send(Topics.DIRECTORY, key, Organisation.id(), type("org", example), Topics.DAY, Topics.json(data));
        await().untilAsserted(() -> assertThat(Rows.of("""
                        select id from directory_unit
                        union select id from directory_staff_member
                        union select id from directory_appointment
                        union select id from directory_stand_in
                        """)).contains(key));
    }

    @ParameterizedTest
    @MethodSource("taskEvents")
    void everyTaskEventIsToldInFullOrOnPurposeNotAtAll(Path example) {
        String type = type("task", example);
        Optional<TaskEventType> known = TaskEventType.ofAnyVersion(type);
        if (known.isEmpty()) {
            return; // skipped and counted, as TaskEventsTest shows
        }
        ObjectNode data = read(example);
        var organisation = new Organisation();
        UUID office = organisation.unit("办公室", "OFFICE", null);
        UUID head = organisation.holder(office, "HEAD");
        UUID other = organisation.unit("技术支撑组", "WORKING_GROUP", office);
        copied.take(organisation);
        concern(data, office, other);
        UUID event = Organisation.id();
        Topics.send(Topics.TASKS, Organisation.id(), event, type, Topics.DAY, Topics.json(data));

        await().untilAsserted(() -> assertThat(Rows.of("select type from processed_event where event_id = ?", event))
                .as(
                        "%s applied; parked: %s",
                        example, Rows.of("select reason from parked_event where event_id = ?", event.toString()))
                .containsExactly(type));
        List<Map<String, Object>> messages = Inboxes.messages(organisation, head);
        assertThat(messages).hasSize(isTold(known.get(), data) ? 1 : 0);
        for (Object text : Rows.of(
                "select unnest(array[title_zh, body_zh, title_en, body_en]) from notice where event_id = ?", event)) {
            assertThat((String) text).isNotBlank().doesNotContain("null", "{", "}", "Optional", "NOT_FOUND");
        }
    }

    @Test
    void aYearOfTheWorkingCalendarIsTakenAndAnOlderVersionOfItIsNot() {
        Path example = TASKS.resolve("WorkingYearChanged.v1.json");
        ObjectNode data = read(example);
        UUID key = Organisation.id();
        int year = data.get("year").asInt();
        // of its key in the order in which they are sent: the newer version, then the older one
        data.put("sequence", 2);
        Topics.send(Topics.TASKS, key, Organisation.id(), type("task", example), Topics.DAY, Topics.json(data));
        data.put("sequence", 1).putArray("shiftedWorkingDays");
        UUID older = Organisation.id();
        Topics.send(Topics.TASKS, key, older, type("task", example), Topics.DAY, Topics.json(data));
        await().untilAsserted(() -> assertThat(Rows.of("select type from processed_event where event_id = ?", older))
                .hasSize(1));
        assertThat(Rows.of("select version from working_year where year = ?", year))
                .containsExactly(2);
        assertThat(Rows.of("select unnest(worked_days)::text from working_year where year = ?", year))
                .containsExactly("2027-02-14", "2027-10-09");
        assertThat(Rows.of("select unnest(rest_days)::text from working_year where year = ?", year))
                .hasSize(15)
                .contains("2027-02-05", "2027-02-12", "2027-10-07");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(hours.isWorkingDay(LocalDate.of(2027, 2, 14)))
                        .isTrue());
        assertThat(hours.isWorkingDay(LocalDate.of(2027, 2, 8))).isFalse();
    }

    @Test
    void thereIsAnExampleOfEveryTypeThatIsKnownHere() throws IOException {
        Set<TaskEventType> produced = EnumSet.noneOf(TaskEventType.class);
        taskEvents().forEach(example -> TaskEventType.ofAnyVersion(type("task", example))
                .ifPresent(produced::add));
        assertThat(produced).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(NOT_PRODUCED_YET)));
    }

    private static boolean isTold(TaskEventType type, ObjectNode data) {
        return switch (type) {
            case TASK_RECEIVED, TASK_PROGRESSED -> false;
            case EXTENSION_DECIDED -> data.get("decision").asText().equals("REFUSED");
            case TASK_ISSUED -> !data.get("backfilled").asBoolean();
            default -> true;
        };
    }

    /** Makes the event one about this unit; if it names another one, that is the other unit. */
    private static void concern(ObjectNode data, UUID unit, UUID other) {
        Stream.of("fromUnitId", "toUnitId").filter(data::has).forEach(name -> data.put(name, other.toString()));
        if (data.has("unitIds")) {
            data.putArray("unitIds").add(unit.toString());
        } else {
            data.get("units").forEach(share -> ((ObjectNode) share).put("unitId", unit.toString()));
        }
    }

    private static Stream<Path> examples(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> examples = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
            assertThat(examples).as("examples in %s", folder).isNotEmpty();
            return examples.stream();
        }
    }

    private ObjectNode read(Path example) {
        try {
            return (ObjectNode) json.readTree(Files.readString(example));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The wire name of the event whose example stands in {@code <Name>.v1.json}. */
    private static String type(String service, Path example) {
        return "cn.taxrollout." + service + "."
                + example.getFileName().toString().replaceAll("\\.json$", "");
    }
}
