package cn.taxrollout.task.planimport.reading;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.planimport.Documents;
import cn.taxrollout.task.planimport.document.DocumentFile;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.planimport.draft.DraftReview;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents of other bureaus' shapes, each with what it has to give beside it ({@code .expected}). Bureaus, people and wordings are invented.
 * {@code -Dcorpus.rewrite=true} writes the Word files from their sources and what is read now as expected; read the difference before
 * committing it.
 */
class CorpusTest {

    private static final Path FOLDER = Documents.upwards("task-service/src/test/resources/planimport/corpus")
            .orElseThrow();
    private static final WorkingDays CALENDAR = WorkingDays.announced();
    private static final Predicate<LocalDate> REST_DAYS = day -> !CALENDAR.isWorkingDay(day);

    static Stream<String> documents() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".expected"))
                    .map(name -> name.replace(".expected", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static Stream<String> wordFiles() throws IOException {
        return documents().filter(name -> name.endsWith(".docx"));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aDocumentOfAnotherBureauIsReadAsItIsMeant(String name) throws IOException {
        DraftPlan plan = PlanDocumentReader.read(Files.readAllBytes(FOLDER.resolve(name)), units(), REST_DAYS);
        String read = DraftText.of(plan, DraftReview.of(plan, REST_DAYS));
        Path expected = FOLDER.resolve(name + ".expected");
        if (Boolean.getBoolean("corpus.rewrite")) {
            Files.writeString(expected, read);
        }
        assertThat(read).isEqualTo(Files.readString(expected));
    }

    @ParameterizedTest
    @MethodSource("wordFiles")
    void aWordFileIsMadeFromItsSource(String name) throws IOException {
        byte[] made = WordFile.of(Files.readString(FOLDER.resolve(name + ".txt")));
        if (Boolean.getBoolean("corpus.rewrite")) {
            Files.write(FOLDER.resolve(name), made);
        }
        assertThat(DocumentFile.lines(Files.readAllBytes(FOLDER.resolve(name)))).isEqualTo(DocumentFile.lines(made));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyFieldThatWasReadHasItsLines(String name) throws IOException {
        DraftPlan plan = PlanDocumentReader.read(Files.readAllBytes(FOLDER.resolve(name)), units(), REST_DAYS);
        Set<Integer> lines = plan.document().stream().map(line -> line.number()).collect(Collectors.toSet());
        plan.tasks().forEach(task -> {
            assertThat(task.lines().containsKey("title")).isEqualTo(task.title() != null);
            assertThat(task.lines().containsKey("body")).isEqualTo(!task.body().isEmpty());
            assertThat(task.lines().containsKey("units"))
                    .isEqualTo(!task.units().isEmpty());
            assertThat(task.lines().containsKey("deliverables"))
                    .isEqualTo(!task.deliverables().isEmpty());
            assertThat(task.lines().containsKey("deadline")).isEqualTo(task.clause() != null);
            assertThat(task.lines()).containsKey("number");
            task.lines().values().forEach(of -> assertThat(lines).containsAll(of));
        });
        assertThat(plan.lines().containsKey("number")).isEqualTo(plan.number() != null);
        assertThat(plan.lines().containsKey("title")).isEqualTo(plan.title() != null);
        assertThat(plan.lines().containsKey("issuer")).isEqualTo(plan.issuer() != null);
        assertThat(plan.lines().containsKey("issuedOn")).isEqualTo(plan.issuedOn() != null);
        assertThat(plan.lines().containsKey("goals")).isEqualTo(!plan.goals().isEmpty());
    }

    private static Function<String, Optional<UUID>> units() throws IOException {
        Set<String> names = Files.readString(FOLDER.resolve("units.txt"))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(line -> Arrays.stream(line.split(" ")))
                .collect(Collectors.toSet());
        return name -> names.contains(name)
                ? Optional.of(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }
}
