package cn.taxrollout.notification.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The events with which templates are tried are the producer's own. */
class SamplesTest {
    private static final Path SAMPLES = Path.of("src/main/resources/samples");
    private static final Path CONTRACT = Path.of("../task-service/src/main/contracts/examples");

    static Stream<Path> samples() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySampleIsTheExampleOfTheContract(Path sample) throws IOException {
        Path example = CONTRACT.resolve(sample.getFileName());
        assertThat(Files.readString(sample))
                .as("copy %s over %s", example, sample)
                .isEqualTo(Files.readString(example));
    }

    @Test
    void thereIsOneOfEveryEventThatIsTold() throws IOException {
        List<String> told = StreamSupport.stream(TemplateKind.all().spliterator(), false)
                .flatMap(kind -> kind.event().stream())
                .map(type -> type.label() + ".v1.json")
                .toList();
        assertThat(samples().map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(told);
    }
}
