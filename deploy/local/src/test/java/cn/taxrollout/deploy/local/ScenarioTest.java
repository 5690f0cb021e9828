package cn.taxrollout.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {

    private static final Path SAMPLE = Path.of("..", "sample", "scenario.yaml");
    private static final String STEP =
            "- {at: 2023-02-27T10:00, who: N1012, task: 7, unit: G-INTEG, action: receipt}\n";

    @TempDir
    Path folder;

    @Test
    void fieldsThatAreNotTheStepsOwnAreTheRequestsBody() throws IOException {
        var step = read("# a comment\n\n"
                        + "- {at: 2023-02-27T10:00, who: N1012, task: 7, unit: G-INTEG, action: progress-reports,\n"
                        + "   percent: 40, text: 完成四成}\n")
                .steps()
                .get(0);

        assertThat(step.line()).isEqualTo(3);
        assertThat(step.at()).isEqualTo(LocalDateTime.of(2023, 2, 27, 10, 0));
        assertThat(step.who()).isEqualTo("N1012");
        assertThat(step.task()).isEqualTo(7);
        assertThat(step.unit()).isEqualTo("G-INTEG");
        assertThat(step.action()).isEqualTo("progress-reports");
        assertThat(step.body()).hasToString("{\"percent\":40,\"text\":\"完成四成\"}");
    }

    @Test
    void sampleCanBeRead() {
        assertThat(Scenario.read(SAMPLE).steps()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    - {who: N1012, task: 7, unit: G, action: receipt}                          | at is missing
                    - {at: tomorrow, who: N1012, task: 7, unit: G, action: receipt}            | at is no time
                    - {at: 2023-02-27T10:00, task: 7, unit: G, action: receipt}                | who is missing
                    - {at: 2023-02-27T10:00, who: N1, task: seven, unit: G, action: receipt}   | task is no number
                    - {at: 2023-02-27T10:00, who: N1, task: 7, unit: [G], action: receipt}     | unit is missing
                    - {at: 2023-02-27T09:00, who: N1, task: 7, unit: G, action: receipt}       | the step before is later
                    - receipt                                                                  | a step {at, who, task, unit, action} is expected
                    - {at: 2023-02-27T10:00, who: N1, who: N2, task: 7, unit: G, action: x}    | Duplicate
                    """)
    void whatIsWrongIsSaidWithItsLine(String wrong, String what) {
        assertThatThrownBy(() -> read(STEP + "\n" + wrong + "\n"))
                .isInstanceOf(BadUse.class)
                .hasMessageContaining("scenario.yaml, line 3: " + what)
                .hasMessageNotContaining("\n");
    }

    @Test
    void whatIsNoYamlOrNoListIsSaid() {
        assertThatThrownBy(() -> read(STEP + "- {at: [\n"))
                .isInstanceOf(BadUse.class)
                .hasMessageContaining("scenario.yaml, line ")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> read("at: 2023-02-27T10:00\n"))
                .isInstanceOf(BadUse.class)
                .hasMessageContaining("line 1: a list of steps is expected");
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(BadUse.class)
                .hasMessageContaining("a list of steps is expected");
    }

    private Scenario read(String text) throws IOException {
        return Scenario.read(Files.writeString(folder.resolve("scenario.yaml"), text));
    }
}
