package cn.taxrollout.deploy.e2e;

import static org.awaitility.Awaitility.await;

import cn.taxrollout.deploy.local.LocalSuite;
import cn.taxrollout.deploy.local.Replay;
import cn.taxrollout.deploy.local.Scenario;
import cn.taxrollout.deploy.local.Service;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.BooleanSupplier;

/**
 * A replay that goes on when task-service is killed under it, as a careful client does: when a call was cut, it looks whether the call
 * took effect, and repeats it only if not.
 */
final class StubbornReplay {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final LocalSuite suite;
    private final Replay replay;
    private int cuts;

    StubbornReplay(LocalSuite suite, Replay replay) {
        this.suite = suite;
        this.replay = replay;
    }

    void play(Replay.Moment moment) {
        passTo(moment.at());
        moment.steps().forEach(step -> surely(() -> replay.take(step), () -> isOnRecord(step)));
    }

    /** How often a call was cut. */
    int cuts() {
        return cuts;
    }

    /** When the answer is lost the clock may stand there already, and the reminders of that time not be out: a moment later they are. */
    private void passTo(LocalDateTime at) {
        surely(
                () -> {
                    var now = now();
                    Replay.setClock(suite, at.isAfter(now) ? at : now.plusSeconds(1));
                },
                () -> false);
    }

    private void surely(Runnable call, BooleanSupplier tookEffect) {
        try {
            call.run();
        } catch (UncheckedIOException cut) {
            cuts++;
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                    .until(() -> now() != null);
            if (!tookEffect.getAsBoolean()) {
                surely(call, tookEffect);
            }
        }
    }

    private boolean isOnRecord(Scenario.Step step) {
        return suite
                .api(Service.TASK)
                .list(
                        "/v1/tasks/" + replay.taskId(step) + "/history",
                        suite.tokens().launcher())
                .stream()
                .anyMatch(entry -> entry.path("unitId").asText().equals(replay.unitId(step))
                        && entry.path("action").asText().equals(step.action())
                        && entry.path("actor").path("id").asText().equals(step.who())
                        && !time(entry.path("at").asText()).isBefore(step.at()));
    }

    private LocalDateTime now() {
        return time(suite.api(Service.TASK)
                .get("/v1/business-clock", suite.tokens().launcher())
                .path("now")
                .asText());
    }

    private static LocalDateTime time(String text) {
        return OffsetDateTime.parse(text).withOffsetSameInstant(CHINA).toLocalDateTime();
    }
}
