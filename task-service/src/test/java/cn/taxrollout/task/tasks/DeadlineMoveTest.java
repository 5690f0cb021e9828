package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.tasks.AssignmentAction.ACCEPTANCE;
import static cn.taxrollout.task.tasks.AssignmentAction.CANCELLATION;
import static cn.taxrollout.task.tasks.AssignmentAction.RECEIPT;
import static cn.taxrollout.task.tasks.AssignmentAction.REOPENING;
import static cn.taxrollout.task.tasks.AssignmentAction.RESUMPTION;
import static cn.taxrollout.task.tasks.AssignmentAction.SUBMISSION;
import static cn.taxrollout.task.tasks.AssignmentAction.SUSPENSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.tasks.SampleTask.Unit;
import cn.taxrollout.task.tasks.Task.DeadlineMove;
import cn.taxrollout.task.tasks.TaskEvent.DeadlineChanged;
import cn.taxrollout.task.web.Refusal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a moved deadline does to the shares; the first unit's is due on 2023-03-10 unless a test says otherwise. */
class DeadlineMoveTest {
    private static final Deadline BY_MARCH_10 = new Deadline.Before(LocalDate.of(2023, 3, 10));

    @Test
    void allSharesThatAreNotFinalMoveAndTheEventTellsWhatCountedBefore() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST, Unit.SECOND, Unit.THIRD);
        task.finish(Unit.THIRD);

        DeadlineMove move = task.move("2023-03-31");

        assertThat(move.events()).hasSize(1);
        var changed = (DeadlineChanged) move.events().get(0);
        assertThat(changed.about().unitIds()).containsExactly(Unit.FIRST.id, Unit.SECOND.id);
        assertThat(changed.previous().dueOn()).isEqualTo("2023-03-10");
        assertThat(changed.about().deadline().dueOn()).isEqualTo("2023-03-31");
        assertThat(dueOn(task, Unit.FIRST)).isEqualTo("2023-03-31");
        assertThat(dueOn(task, Unit.THIRD)).isEqualTo("2023-03-10");
    }

    @Test
    void aShareKeepsTheDaysItHadToWaitAndIsToldItsOwnDates() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST, Unit.SECOND);
        waitThreeWorkingDays(task);

        DeadlineMove move = task.move("2023-03-24");

        assertThat(dueOn(task, Unit.FIRST)).isEqualTo("2023-03-29");
        assertThat(dueOn(task, Unit.SECOND)).isEqualTo("2023-03-24");
        assertThat(move.events())
                .extracting(event -> ((DeadlineChanged) event).previous().dueOn() + " to "
                        + event.about().deadline().dueOn())
                .containsExactly("2023-03-15 to 2023-03-29", "2023-03-10 to 2023-03-24");
    }

    @Test
    void aSuspensionThatLastsWhileTheDeadlineMovesIsAddedToTheNewOne() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST);
        task.take(Unit.FIRST, RECEIPT);
        task.when("2023-03-03T15:00").take(Unit.FIRST, SUSPENSION);
        task.move("2023-03-31");
        task.when("2023-03-08T10:00").take(Unit.FIRST, RESUMPTION);

        // three working days after 31 March, over Tomb-Sweeping Day
        assertThat(dueOn(task, Unit.FIRST)).isEqualTo("2023-04-06");
    }

    @Test
    void aShareThatIsReopenedIsDueWhenTheTaskIsByThen() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST, Unit.SECOND);
        task.take(Unit.FIRST, CANCELLATION);
        task.move("2023-03-31");
        task.take(Unit.FIRST, REOPENING);

        assertThat(dueOn(task, Unit.FIRST)).isEqualTo("2023-03-31");
    }

    @Test
    void whatWasSubmittedLateIsInTimeByALaterDeadlineAsLongAsItIsNotAccepted() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST, Unit.SECOND);
        task.take(Unit.FIRST, RECEIPT);
        task.take(Unit.SECOND, RECEIPT);
        task.when("2023-03-15T10:00");
        task.take(Unit.FIRST, SUBMISSION);
        task.take(Unit.SECOND, SUBMISSION);
        task.take(Unit.SECOND, ACCEPTANCE);
        assertThat(late(task, Unit.FIRST)).isEqualTo(3);

        task.move("2023-03-14");
        assertThat(late(task, Unit.FIRST)).isEqualTo(1);
        task.move("2023-03-20");
        assertThat(late(task, Unit.FIRST)).isZero();
        assertThat(late(task, Unit.SECOND)).as("accepted").isEqualTo(3);
    }

    @Test
    void anEarlierDeadlineMakesNobodyLateWhoHasSubmitted() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST);
        task.take(Unit.FIRST, RECEIPT);
        task.when("2023-03-08T10:00").take(Unit.FIRST, SUBMISSION);
        task.move("2023-03-09");
        task.when("2023-03-09T10:00").move("2023-03-10");
        assertThat(late(task, Unit.FIRST)).isZero();
    }

    @Test
    void aDeadlineMovesToADayThatHasPassedOnlyIfThatIsLater() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST);
        task.when("2023-03-15T10:00");

        assertThat(task.move("2023-03-13").to().dueOn()).isEqualTo("2023-03-13");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> task.move("2023-03-09"));
        assertThat(refusal.code()).isEqualTo("deadline-unsound");
        assertThat(refusal.getMessage()).contains("示范〔2023〕4号", "11", "deadline-past");
        assertThat(dueOn(task, Unit.FIRST)).isEqualTo("2023-03-13");
    }

    @Test
    void theDeadlineOfAClosedTaskIsFixed() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST);
        task.finish(Unit.FIRST);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> task.move("2023-03-31"));

        assertThat(refusal.code()).isEqualTo("deadline-fixed");
        assertThat(refusal.getMessage()).contains("COMPLETED", "OPEN");
    }

    @Test
    void aBackfilledTaskStaysOneUntilItsDeadlineLiesAhead() {
        SampleTask task = SampleTask.of(new Deadline.Before(LocalDate.of(2023, 1, 31)), Unit.FIRST);

        task.move("2023-01-20");
        assertThat(task.task.backfilled()).isTrue();
        assertThat(task.task.outstanding(task.today()).dueDates()).isEmpty();
        task.move("2023-03-10");
        assertThat(task.task.backfilled()).isFalse();
        assertThat(task.task.outstanding(task.today()).dueDates()).containsExactly(LocalDate.of(2023, 3, 10));
    }

    @Test
    void theSameDeadlineOnceMoreIsNoChange() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST);

        assertThat(task.move("2023-03-10").events()).isEqualTo(List.of());
    }

    private static void waitThreeWorkingDays(SampleTask task) {
        task.take(Unit.FIRST, RECEIPT);
        task.when("2023-03-03T15:00").take(Unit.FIRST, SUSPENSION);
        task.when("2023-03-08T10:00").take(Unit.FIRST, RESUMPTION);
    }

    private static LocalDate dueOn(SampleTask task, Unit unit) {
        return task.task.assignment(unit.id).dueOn();
    }

    private static int late(SampleTask task, Unit unit) {
        return task.task.assignment(unit.id).workingDaysLate();
    }
}
