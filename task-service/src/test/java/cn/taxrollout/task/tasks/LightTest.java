package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.tasks.Light.BLUE;
import static cn.taxrollout.task.tasks.Light.GREEN;
import static cn.taxrollout.task.tasks.Light.GREY;
import static cn.taxrollout.task.tasks.Light.PURPLE;
import static cn.taxrollout.task.tasks.Light.RED;
import static cn.taxrollout.task.tasks.Light.YELLOW;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.SamplePlan;
import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.ReminderLadder;
import cn.taxrollout.task.deadline.WorkingDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LightTest {
    private static final WorkingDays CALENDAR = WorkingDays.announced();

    /** Days of March 2023; the 25th is a Saturday, and five working days before it is Monday the 20th. */
    private static final Map<Deadline.Kind, Deadline> DEADLINES = Map.of(
            Deadline.Kind.BEFORE, SamplePlan.before("2023-03-25"),
            Deadline.Kind.ON, SamplePlan.on("2023-03-25"),
            Deadline.Kind.WINDOW, SamplePlan.window("2023-03-15", "2023-03-25"),
            Deadline.Kind.FROM, SamplePlan.from("2023-03-15"));

    private static final int[] DAYS = {1, 14, 15, 19, 20, 24, 25, 26, 27};

    /** What a unit that has to act shows on each of the days. */
    private static final Map<Deadline.Kind, List<Light>> WAITING = Map.of(
            Deadline.Kind.BEFORE, List.of(GREEN, GREEN, GREEN, GREEN, YELLOW, YELLOW, YELLOW, RED, RED),
            Deadline.Kind.ON, List.of(GREY, GREY, GREY, GREY, GREY, GREY, YELLOW, RED, RED),
            Deadline.Kind.WINDOW, List.of(GREY, GREY, GREEN, GREEN, YELLOW, YELLOW, YELLOW, RED, RED),
            Deadline.Kind.FROM, List.of(GREY, GREY, GREEN, GREEN, GREEN, GREEN, GREEN, GREEN, GREEN));

    private static Light expected(AssignmentState state, Deadline.Kind kind, int index) {
        return switch (state) {
            case ISSUED, RECEIVED, IN_PROGRESS, RETURNED -> WAITING.get(kind).get(index);
            case SUBMITTED -> GREEN;
            case SUSPENDED -> PURPLE;
            case COMPLETED, ESTABLISHED -> BLUE;
            case CANCELLED -> null;
        };
    }

    static Stream<Arguments> table() {
        return Stream.of(AssignmentState.values()).flatMap(state -> Stream.of(Deadline.Kind.values())
                .flatMap(kind -> Stream.iterate(0, i -> i < DAYS.length, i -> i + 1)
                        .map(i -> Arguments.of(state, kind, DAYS[i], expected(state, kind, i)))));
    }

    @ParameterizedTest
    @MethodSource("table")
    void everyStateShowsItsLightByDeadlineAndDay(
            AssignmentState state, Deadline.Kind kind, int dayOfMarch, Light light) {
        Deadline deadline = DEADLINES.get(kind);

        assertThat(light(state, TaskStatus.OPEN, false, deadline.opensOn(), deadline.dueOn(), march(dayOfMarch)))
                .isEqualTo(light);
    }

    @ParameterizedTest
    @CsvSource({"COMPLETED, BLUE", "ESTABLISHED, BLUE", "OPEN, RED"})
    void nothingIsExpectedOfAShareWhoseTaskIsDone(TaskStatus status, Light light) {
        assertThat(light(AssignmentState.IN_PROGRESS, status, false, null, march(10), march(20)))
                .isEqualTo(light);
    }

    @Test
    void whatWasDueBeforeItWasPublishedIsNotOverdue() {
        assertThat(light(AssignmentState.ISSUED, TaskStatus.OPEN, true, null, march(1), march(20)))
                .isEqualTo(GREEN);
    }

    @Test
    void aTaskShowsTheMostUrgentOfItsShares() {
        assertThat(Light.of(List.of(BLUE, GREEN, RED, PURPLE))).contains(RED);
        assertThat(Light.of(List.of(GREEN, PURPLE, YELLOW))).contains(YELLOW);
        assertThat(Light.of(List.of(BLUE, PURPLE, GREEN))).contains(PURPLE);
        assertThat(Light.of(List.of(GREY, GREEN))).contains(GREEN);
        assertThat(Light.of(List.of(BLUE, GREY))).contains(GREY);
        assertThat(Light.of(List.of(BLUE))).contains(BLUE);
        assertThat(Light.of(List.of())).isEmpty();
    }

    @Test
    void withoutRemindersBeforehandADueDateIsNearOnTheDayItself() {
        ReminderLadder standard = ReminderLadder.STANDARD;
        var never = new ReminderLadder(
                List.of(),
                standard.at(),
                standard.overdueEvery(),
                standard.escalatesFrom(),
                standard.receiptWithin(),
                standard.receiptEvery(),
                standard.staleAfter(),
                standard.staleEvery(),
                standard.reports());

        assertThat(never.soonUntil(march(20), CALENDAR)).isEqualTo(march(20));
        assertThat(standard.soonUntil(march(20), CALENDAR)).isEqualTo(march(27));
    }

    private static Light light(
            AssignmentState state,
            TaskStatus status,
            boolean backfilled,
            LocalDate opensOn,
            LocalDate dueOn,
            LocalDate day) {
        return Light.of(
                        new Light.Standing(state, status, backfilled, opensOn, dueOn),
                        day,
                        ReminderLadder.STANDARD.soonUntil(day, CALENDAR))
                .orElse(null);
    }

    private static LocalDate march(int day) {
        return LocalDate.of(2023, 3, day);
    }
}
