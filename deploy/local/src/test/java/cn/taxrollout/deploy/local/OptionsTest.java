package cn.taxrollout.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class OptionsTest {

    @TempDir
    Path folder;

    private Path sample;

    @BeforeEach
    void sample() throws IOException {
        sample = Files.createDirectory(folder.resolve("sample"));
        for (var name : new String[] {"plan.docx", "roster.yaml", "scenario.yaml"}) {
            Files.createFile(sample.resolve(name));
        }
    }

    @Test
    void withoutOptionsTheSampleIsReplayed() {
        var job = job();
        assertThat(job.document()).isEqualTo(sample.resolve("plan.docx"));
        assertThat(job.roster()).isEqualTo(sample.resolve("roster.yaml"));
        assertThat(job.scenario()).isEqualTo(sample.resolve("scenario.yaml"));
        assertThat(job.replay()).isTrue();
        assertThat(job.until()).isNull();
        assertThat(job.isLoaded()).isFalse();
    }

    @Test
    void anotherPlanIsReplayedWithoutTheSamplesScenario() {
        var plan = sample.resolve("plan.docx").toString();
        assertThat(job("--document", plan).scenario()).isNull();
        assertThat(job(
                                "--document",
                                plan,
                                "--scenario",
                                sample.resolve("scenario.yaml").toString())
                        .scenario())
                .isNotNull();
    }

    @Test
    void aDateMeansItsMorning() {
        assertThat(job("--until", "2023-03-10").until()).isEqualTo(LocalDateTime.of(2023, 3, 10, 9, 0));
        assertThat(job("--until=2023-03-10T14:30").until()).isEqualTo(LocalDateTime.of(2023, 3, 10, 14, 30));
        assertThatThrownBy(() -> job("--until", "10.3.2023"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("'10.3.2023' is no date such as 2023-03-20");
    }

    @Test
    void loadedDataIsUsedAsItIs() throws IOException {
        var data = Files.createDirectory(folder.resolve("data"));
        Files.createFile(data.resolve("roster.yaml"));

        var job = job("--data", data.toString());

        assertThat(job.isLoaded()).isTrue();
        assertThat(job.roster()).isEqualTo(data.resolve("roster.yaml"));
        assertRefused("is loaded already", "--data", data.toString(), "--until", "2023-03-20");
    }

    @Test
    void dataOfAnotherKindIsLeftAlone() throws IOException {
        Files.createFile(Files.createDirectory(folder.resolve("data")).resolve("thesis.txt"));
        assertRefused("holds something else", "--data", folder.resolve("data").toString());
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        assertRefused("there is no file nowhere.txt", "--document", "nowhere.txt");
        assertRefused("there is no file " + folder, "--roster", folder.toString());
        assertRefused("--no-replay leaves nothing", "--no-replay", "--until", "2023-03-20");
        assertRefused("a number from 0 to", "--port-offset", "60000");
        assertRefused("a number from 0 to", "--port-offset", "-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--quick", "--port-offset=many", "plan.txt", "--until"})
    void whatIsNoOptionIsRefused(String argument) {
        assertThatThrownBy(() -> job(argument)).isInstanceOf(ParameterException.class);
    }

    private void assertRefused(String why, String... arguments) {
        assertThatThrownBy(() -> job(arguments))
                .isInstanceOf(BadUse.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    private Options.Job job(String... arguments) {
        return CommandLine.populateCommand(new Options(), arguments).job(sample);
    }
}
