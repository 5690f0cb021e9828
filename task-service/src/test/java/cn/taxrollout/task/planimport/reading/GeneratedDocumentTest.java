package cn.taxrollout.task.planimport.reading;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.planimport.document.Line;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.planimport.draft.DraftReview;
import cn.taxrollout.task.planimport.draft.DraftTask;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit;
import cn.taxrollout.task.planimport.draft.Unresolved;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** However a plan is written down, what is read is what was meant; and what means no certain day is given none. */
class GeneratedDocumentTest {

    private static final Predicate<LocalDate> REST_DAYS = day -> !GeneratedDocument.CALENDAR.isWorkingDay(day);
    private static final Function<String, Optional<UUID>> UNITS = name -> GeneratedDocument.UNITS.contains(name)
            ? Optional.of(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)))
            : Optional.empty();

    @Provide
    Arbitrary<GeneratedDocument> documents() {
        return GeneratedDocument.any();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void whatIsReadIsWhatWasMeant(@ForAll("documents") GeneratedDocument document) {
        DraftPlan plan = read(document.text().getBytes(StandardCharsets.UTF_8));

        assertThat(plan.number()).isEqualTo("青税发〔2023〕21号");
        assertThat(plan.title()).isEqualTo("数字办税推广方案");
        assertThat(plan.issuedOn()).isEqualTo(GeneratedDocument.ISSUED);
        assertThat(plan.confidential()).isFalse();
        assertThat(plan.phases().stream().map(phase -> phase.tasks().size()))
                .containsExactlyElementsOf(document.phases().stream()
                        .map(phase -> phase.tasks().size())
                        .toList());
        assertThatTasksAre(document, plan);
        assertThat(plan.tasks().map(task -> task.deliverables().stream()
                        .map(GeneratedDocumentTest::plain)
                        .toList()))
                .containsExactlyElementsOf(document.tasks().stream()
                        .map(task ->
                                task.deliverable().isEmpty() ? List.<String>of() : List.of(plain(task.deliverable())))
                        .toList());
        assertThatEveryFieldStandsOnItsLines(plan);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.BOUNDED)
    void whatIsReadOfATableIsWhatWasMeant(@ForAll("documents") GeneratedDocument document) throws IOException {
        DraftPlan plan = read(WordFile.of(document.table()));

        assertThat(plan.phases()).hasSameSizeAs(document.phases());
        assertThatTasksAre(document, plan);
        assertThatEveryFieldStandsOnItsLines(plan);
    }

    private static DraftPlan read(byte[] file) {
        return PlanDocumentReader.read(file, UNITS, REST_DAYS);
    }

    private static void assertThatTasksAre(GeneratedDocument document, DraftPlan plan) {
        List<DraftTask> read = plan.tasks().toList();
        List<GeneratedDocument.Task> meant = document.tasks();
        assertThat(read).hasSameSizeAs(meant);
        List<String> unresolved = DraftReview.of(plan, REST_DAYS).unresolved().stream()
                .map(Unresolved::field)
                .toList();
        for (int i = 0; i < meant.size(); i++) {
            DraftTask task = read.get(i);
            GeneratedDocument.Task of = meant.get(i);
            assertThat(task.number()).isEqualTo(i + 1);
            assertThat(plain(task.title())).isEqualTo(plain(of.title()));
            assertThat(task.deadline())
                    .as(of.deadline().words())
                    .isEqualTo(of.deadline().meant());
            assertThat(unresolved.contains("tasks." + task.key() + ".deadline"))
                    .as("%s is unresolved", of.deadline().words())
                    .isEqualTo(of.deadline().meant() == null);
            assertThat(unresolved).doesNotContain("tasks." + task.key() + ".units");
            assertThat(roles(task)).containsExactlyInAnyOrderEntriesOf(of.units());
            assertThat(plain(task.body())).startsWith(plain(of.body()));
        }
    }

    private static Map<String, ResponsibleUnit.Role> roles(DraftTask task) {
        return task.units().stream()
                .collect(Collectors.toMap(
                        ResponsibleUnit::name, ResponsibleUnit::role, (one, other) -> one, LinkedHashMap::new));
    }

    /** The clause trace leads to the very words. */
    private static void assertThatEveryFieldStandsOnItsLines(DraftPlan plan) {
        Map<Integer, String> lines =
                plan.document().stream().collect(Collectors.toMap(Line::number, GeneratedDocumentTest::plain));
        plan.tasks().forEach(task -> {
            assertThat(on(task.lines().get("title"), lines)).contains(plain(task.title()));
            if (task.clause() != null) {
                assertThat(on(task.lines().get("deadline"), lines))
                        .contains(plain(task.clause().words()));
            }
            task.units().forEach(unit -> assertThat(on(task.lines().get("units"), lines))
                    .contains(unit.name()));
        });
    }

    private static String on(List<Integer> numbers, Map<Integer, String> lines) {
        return numbers.stream().map(lines::get).collect(Collectors.joining());
    }

    private static String plain(Line line) {
        return plain(line.text());
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.chars()
                .filter(c -> !Character.isWhitespace(c) && c != '\u3000')
                .forEach(c -> plain.append((char) (c >= '！' && c <= '～' ? c - '！' + '!' : c)));
        return plain.toString();
    }
}
