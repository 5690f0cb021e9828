package cn.taxrollout.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplayTest {

    private static final LocalDateTime START = LocalDateTime.parse("2023-02-23T09:00");

    @Test
    void everyMorningAndEveryStepHasItsMoment() {
        var scenario = scenario(
                "2023-02-23T14:00", "2023-02-24T09:00", "2023-02-24T09:00", "2023-02-26T08:59", "2023-02-27T10:00");

        var moments = Replay.moments(START, LocalDateTime.parse("2023-02-27T09:00"), scenario);

        assertThat(moments)
                .extracting(moment -> moment.at() + " " + moment.steps().size())
                .containsExactly(
                        "2023-02-23T14:00 1",
                        "2023-02-24T09:00 2",
                        "2023-02-25T09:00 0",
                        "2023-02-26T08:59 1",
                        "2023-02-26T09:00 0",
                        "2023-02-27T09:00 0");
    }

    @Test
    void nothingHappensBeforePublication() {
        assertThatThrownBy(() -> Replay.moments(START, START.plusDays(1), scenario("2023-02-23T08:00")))
                .isInstanceOf(BadUse.class)
                .hasMessageContaining("published at 2023-02-23T09:00");
    }

    private static Scenario scenario(String... times) {
        return new Scenario(Stream.of(times)
                .map(time -> new Scenario.Step(1, LocalDateTime.parse(time), "N1", 1, "G", "receipt", Api.object()))
                .toList());
    }
}
