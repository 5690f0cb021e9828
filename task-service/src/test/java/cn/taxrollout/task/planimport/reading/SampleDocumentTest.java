package cn.taxrollout.task.planimport.reading;

import static cn.taxrollout.task.planimport.draft.ReadDeadline.Kind.BEFORE;
import static cn.taxrollout.task.planimport.draft.ReadDeadline.Kind.FROM;
import static cn.taxrollout.task.planimport.draft.ReadDeadline.Kind.ON;
import static cn.taxrollout.task.planimport.draft.ReadDeadline.Kind.WINDOW;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.planimport.Documents;
import cn.taxrollout.task.planimport.document.DocumentFile;
import cn.taxrollout.task.planimport.document.Line;
import cn.taxrollout.task.planimport.draft.Anomaly;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.planimport.draft.DraftTask;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sample of deploy/sample holds together: plan, Word form, roster and scenario. */
class SampleDocumentTest {

    private final Path folder =
            Documents.upwards("deploy/sample/plan.txt").orElseThrow().getParent();

    @ParameterizedTest
    @ValueSource(strings = {"plan.txt", "plan.docx"})
    void bothFormsAreReadCompletely(String name) throws IOException {
        DraftPlan plan = plan(name);

        assertThat(plan.number()).isEqualTo("青税发〔2023〕6号");
        assertThat(plan.title()).isEqualTo("数字化电子发票试点推行工作方案");
        assertThat(plan.issuer()).isEqualTo("国家税务总局云泽市青梧区税务局");
        assertThat(plan.issuedOn()).isEqualTo("2023-02-23");
        assertThat(plan.confidential()).isTrue();
        assertThat(plan.phases()).hasSize(5);
        assertThat(plan.phases()).extracting(phase -> phase.tasks().size()).containsExactly(4, 4, 9, 4, 2);
        assertThat(plan.tasks().map(DraftTask::number)).hasSize(23).doesNotHaveDuplicates();
        assertThat(plan.tasks().collect(groupingBy(task -> task.deadline().kind(), counting())))
                .isEqualTo(Map.of(BEFORE, 16L, ON, 1L, WINDOW, 2L, FROM, 4L));
        assertThat(plan.tasks().mapToInt(task -> task.units().size()).sum()).isEqualTo(36);
        assertThat(Documents.review(plan).unresolved()).isEmpty();
        assertThat(Documents.anomalies(plan).stream().collect(groupingBy(Anomaly::code, counting())))
                .isEqualTo(Map.of(
                        Anomaly.Code.DUE_BEFORE_ISSUE, 6L,
                        Anomaly.Code.DUE_ON_REST_DAY, 5L,
                        Anomaly.Code.OPENS_ON_REST_DAY, 2L));
    }

    @Test
    void theWordFormSaysWhatTheTextSays() throws IOException {
        List<Line> text = DocumentFile.lines(Files.readAllBytes(folder.resolve("plan.txt")));
        Path word = folder.resolve("plan.docx");
        if (Boolean.getBoolean("sample.rewrite")) {
            Files.write(word, SampleDocument.ofLines(text));
        }
        assertThat(DocumentFile.lines(Files.readAllBytes(word)))
                .as("plan.docx is not made from this plan.txt: run this test with -Dsample.rewrite=true")
                .isEqualTo(text);
    }

    @Test
    void everyResponsibleUnitStandsInTheRoster() throws IOException {
        assertThat(unitNames())
                .containsAll(plan("plan.txt")
                        .tasks()
                        .flatMap(task -> task.units().stream())
                        .map(ResponsibleUnit::name)
                        .collect(toSet()));
    }

    @Test
    void theRosterHasTheShapeOfTheFirstBureau() throws IOException {
        JsonNode roster = yaml("roster.yaml");
        assertThat(roster.get("units").findValuesAsText("kind").stream().collect(groupingBy(kind -> kind, counting())))
                .isEqualTo(Map.of(
                        "BUREAU", 1L,
                        "SECTION", 13L,
                        "LEADING_GROUP", 1L,
                        "OFFICE", 1L,
                        "PROJECT_TEAM", 1L,
                        "WORKING_GROUP", 7L));
        assertThat(roster.get("staff").findValuesAsText("staffNo"))
                .hasSizeBetween(45, 60)
                .doesNotHaveDuplicates();
        assertThat(seats(roster, "LG"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("HEAD", 1L, "DEPUTY_HEAD", 5L, "MEMBER", 13L));
        assertThat(seats(roster, "LGO"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("HEAD", 1L, "DEPUTY_HEAD", 7L, "MEMBER", 10L));
        assertThat(seats(roster, "G-INTEG")).containsEntry("HEAD", 2L);

        Map<String, Long> groupsOfPeople = membersOfUnits(roster).entrySet().stream()
                .filter(unit -> unit.getKey().startsWith("G-"))
                .flatMap(unit -> unit.getValue().stream())
                .collect(groupingBy(member -> member, counting()));
        assertThat(groupsOfPeople.values().stream().collect(groupingBy(groups -> groups, counting())))
                .containsEntry(3L, 1L)
                .containsEntry(2L, 4L);
        assertThat(membersOfUnits(roster).get("G-COORD"))
                .containsAnyElementsOf(membersOfUnits(roster).get("G-SUPER"));
    }

    @Test
    void everyPersonUnitAndSectionNamedInTheRosterIsInIt() throws IOException {
        JsonNode roster = yaml("roster.yaml");
        List<String> codes = roster.get("units").findValuesAsText("code");
        List<String> staff = roster.get("staff").findValuesAsText("staffNo");
        assertThat(codes).doesNotHaveDuplicates();
        assertThat(codes).containsAll(roster.get("units").findValuesAsText("parent"));
        assertThat(codes).containsAll(roster.get("staff").findValuesAsText("section"));
        JsonNode seats = roster.get("seats");
        assertThat(codes)
                .containsAll(seats.findValuesAsText("unit"))
                .containsAll(seats.findValuesAsText("principalOf"))
                .containsAll(seats.findValuesAsText("unnamedDeputyOf"));
        assertThat(staff).containsAll(seats.findValuesAsText("staff"));
        assertThat(seats)
                .allMatch(seat -> (seat.has("staff") ? 1 : 0)
                                + (seat.has("principalOf") ? 1 : 0)
                                + (seat.has("unnamedDeputyOf") ? 1 : 0)
                        == 1);
    }

    /** The launcher would meet a 403 or 409 in mid-replay otherwise. */
    @Test
    void everyStepOfTheScenarioIsAllowedWhenItsTurnComes() throws IOException {
        Map<String, Set<String>> members = membersOfUnits(yaml("roster.yaml"));
        Map<String, String> codes = codesOfUnits();
        Map<String, String> states = new HashMap<>();
        plan("plan.txt").tasks().forEach(task -> task.units()
                .forEach(unit -> states.put(task.number() + " " + codes.get(unit.name()), "ISSUED")));
        Set<String> accepting = new HashSet<>(members.get("LGO"));
        accepting.addAll(members.get("G-COORD"));
        List<LocalDateTime> times = new ArrayList<>();

        JsonNode scenario = yaml("scenario.yaml");
        for (JsonNode step : scenario) {
            String share = step.get("task").asText() + " " + step.get("unit").asText();
            String who = step.get("who").asText();
            boolean member = members.get(step.get("unit").asText()).contains(who);
            Move move = MOVES.get(step.get("action").asText());
            assertThat(move.from).as("%s", step).contains(states.get(share));
            assertThat(move.byOthers ? accepting.contains(who) && !member : member)
                    .as("%s", step)
                    .isTrue();
            states.put(share, move.to);
            times.add(LocalDateTime.parse(step.get("at").asText()));
        }
        assertThat(times)
                .isSorted()
                .hasSizeBetween(40, 70)
                .allMatch(Predicate.not(time -> time.isBefore(LocalDateTime.parse("2023-02-23T09:00"))))
                .allMatch(time -> time.isBefore(LocalDateTime.parse("2023-03-20T09:00")));
        assertThat(states).doesNotContainValue("ISSUED");
        assertThat(List.of("1 G-COORD", "2 G-COORD", "3 G-COORD", "4 G-TECH"))
                .allMatch(share -> states.get(share).equals("DONE"));
        assertThat(states).containsEntry("12 G-TECH", "DONE").containsEntry("12 G-RISK", "RECEIVED");
    }

    private record Move(Set<String> from, String to, boolean byOthers) {}

    private static final Set<String> AT_WORK = Set.of("RECEIVED", "IN_PROGRESS", "RETURNED");
    private static final Map<String, Move> MOVES = Map.of(
            "receipt", new Move(Set.of("ISSUED"), "RECEIVED", false),
            "progress-reports", new Move(AT_WORK, "IN_PROGRESS", false),
            "submission", new Move(AT_WORK, "SUBMITTED", false),
            "acceptance", new Move(Set.of("SUBMITTED"), "DONE", true),
            "return", new Move(Set.of("SUBMITTED"), "RETURNED", true),
            "suspension", new Move(AT_WORK, "SUSPENDED", false),
            "resumption", new Move(Set.of("SUSPENDED"), "RECEIVED", false));

    private DraftPlan plan(String name) throws IOException {
        return PlanDocumentReader.read(Files.readAllBytes(folder.resolve(name)), Documents.ANY_UNIT, Documents.WEEKEND);
    }

    private JsonNode yaml(String name) throws IOException {
        return new YAMLMapper().readTree(folder.resolve(name).toFile());
    }

    private Collection<String> unitNames() throws IOException {
        return codesOfUnits().keySet();
    }

    private Map<String, String> codesOfUnits() throws IOException {
        Map<String, String> codes = new HashMap<>();
        yaml("roster.yaml")
                .get("units")
                .forEach(unit ->
                        codes.put(unit.get("name").asText(), unit.get("code").asText()));
        return codes;
    }

    private static Map<String, Long> seats(JsonNode roster, String unit) {
        return StreamSupport.stream(roster.get("seats").spliterator(), false)
                .filter(seat -> seat.get("unit").asText().equals(unit))
                .collect(groupingBy(seat -> seat.get("rank").asText(), counting()));
    }

    private static Map<String, Set<String>> membersOfUnits(JsonNode roster) {
        Map<String, Set<String>> members = new HashMap<>();
        for (JsonNode seat : roster.get("seats")) {
            if (seat.has("staff")) {
                members.computeIfAbsent(seat.get("unit").asText(), unit -> new HashSet<>())
                        .add(seat.get("staff").asText());
            }
        }
        return members;
    }
}
