package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.tasks.AssignmentAction.CANCELLATION;
import static cn.taxrollout.task.tasks.AssignmentAction.RECEIPT;
import static cn.taxrollout.task.tasks.AssignmentAction.REOPENING;
import static cn.taxrollout.task.tasks.AssignmentAction.RESUMPTION;
import static cn.taxrollout.task.tasks.AssignmentAction.RETURN;
import static cn.taxrollout.task.tasks.AssignmentAction.SUBMISSION;
import static cn.taxrollout.task.tasks.AssignmentAction.SUSPENSION;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.tasks.SampleTask.Unit;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class TaskTest {
    private static final LocalDate MARCH_10 = LocalDate.of(2023, 3, 10);
    private static final LocalDate FEBRUARY_23 = LocalDate.of(2023, 2, 23);
    private static final Deadline BY_MARCH_10 = new Deadline.Before(MARCH_10);

    @Test
    void aTaskOfSeveralUnitsIsCompleteWhenTheLastShareIsAccepted() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST, Unit.SECOND);

        assertThat(task.finish(Unit.FIRST).event()).isInstanceOf(TaskEvent.TaskAccepted.class);
        assertThat(task.task.status()).isEqualTo(TaskStatus.OPEN);
        var last = task.finish(Unit.SECOND).event();

        assertThat(last).isInstanceOf(TaskEvent.TaskCompleted.class);
        assertThat(last.about().unitIds()).containsExactly(Unit.FIRST.id, Unit.SECOND.id);
        assertThat(task.task.status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void aLedTaskIsCompleteWithTheLeadUnitsShare() {
        SampleTask task = SampleTask.led(BY_MARCH_10, Unit.FIRST, Unit.SECOND);

        assertThat(task.finish(Unit.FIRST).event()).isInstanceOf(TaskEvent.TaskCompleted.class);
        assertThat(task.task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.finish(Unit.SECOND).event()).isInstanceOf(TaskEvent.TaskAccepted.class);
        assertThat(task.task.status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void aLedTaskWithoutItsLeadUnitNeedsAllTheOthers() {
        SampleTask task = SampleTask.led(BY_MARCH_10, Unit.FIRST, Unit.SECOND, Unit.THIRD);
        task.take(Unit.FIRST, CANCELLATION);

        assertThat(task.finish(Unit.SECOND).event()).isInstanceOf(TaskEvent.TaskAccepted.class);
        assertThat(task.finish(Unit.THIRD).event()).isInstanceOf(TaskEvent.TaskCompleted.class);
    }

    @Test
    void aTaskOfAnyUnitIsCompleteWithTheFirstShareThatIsAccepted() {
        SampleTask task = SampleTask.ofAny(BY_MARCH_10, Unit.FIRST, Unit.SECOND, Unit.THIRD);
        task.take(Unit.FIRST, RECEIPT);
        task.take(Unit.THIRD, CANCELLATION);
        assertThat(task.task.status()).isEqualTo(TaskStatus.OPEN);

        assertThat(task.finish(Unit.SECOND).event()).isInstanceOf(TaskEvent.TaskCompleted.class);
        assertThat(task.task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.state(Unit.FIRST)).isEqualTo(AssignmentState.RECEIVED);
        assertThat(task.task.outstanding(MARCH_10).dueDates()).isEmpty();

        task.take(Unit.FIRST, SUBMISSION);
        assertThat(task.take(Unit.FIRST, AssignmentAction.ACCEPTANCE).event())
                .isInstanceOf(TaskEvent.TaskAccepted.class);
        task.take(Unit.SECOND, REOPENING);
        assertThat(task.task.status()).as("the other share is still accepted").isEqualTo(TaskStatus.COMPLETED);
        task.take(Unit.FIRST, REOPENING);
        assertThat(task.task.status()).isEqualTo(TaskStatus.OPEN);
        assertThat(task.task.outstanding(MARCH_10).dueDates()).containsExactly(MARCH_10);
    }

    @Test
    void cancellingTheLastOpenShareCompletesTheTask() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST, Unit.SECOND);
        task.finish(Unit.FIRST);

        Task.Change change = task.take(Unit.SECOND, CANCELLATION);

        assertThat(change.event()).isInstanceOf(TaskEvent.TaskCancelled.class);
        assertThat(change.alsoCompleted()).isInstanceOf(TaskEvent.TaskCompleted.class);
        assertThat(change.alsoCompleted().about().sequence())
                .isEqualTo(change.event().about().sequence() + 1);
        assertThat(task.task.status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void aTaskWhoseSharesAreAllCancelledIsCancelledAndOpensAgainWithAShare() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST);

        assertThat(task.take(Unit.FIRST, CANCELLATION).alsoCompleted()).isNull();
        assertThat(task.task.status()).isEqualTo(TaskStatus.CANCELLED);
        task.take(Unit.FIRST, REOPENING);
        assertThat(task.task.status()).isEqualTo(TaskStatus.OPEN);
    }

    @Test
    void latenessStaysOnRecordAfterCompletion() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST);
        task.take(Unit.FIRST, RECEIPT);
        task.when("2023-03-15T16:00");

        var submitted =
                (TaskEvent.TaskSubmitted) task.take(Unit.FIRST, SUBMISSION).event();
        task.take(Unit.FIRST, AssignmentAction.ACCEPTANCE);

        assertThat(submitted.late()).isTrue();
        assertThat(task.task.assignment(Unit.FIRST.id).submittedOn()).isEqualTo("2023-03-15");
        assertThat(task.task.assignment(Unit.FIRST.id).workingDaysLate()).isEqualTo(3);
    }

    @Test
    void theLastSubmissionCountsForLateness() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST);
        task.take(Unit.FIRST, RECEIPT);
        task.when("2023-03-10T23:00").take(Unit.FIRST, SUBMISSION);
        assertThat(task.task.assignment(Unit.FIRST.id).workingDaysLate()).isZero();
        task.take(Unit.FIRST, RETURN);

        task.when("2023-03-14T09:00").take(Unit.FIRST, SUBMISSION);

        assertThat(task.task.assignment(Unit.FIRST.id).workingDaysLate()).isEqualTo(2);
    }

    @Test
    void aSuspensionMovesTheDueDateOfThatShareAloneByTheWorkingDaysWaited() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST, Unit.SECOND);
        task.take(Unit.FIRST, RECEIPT);
        task.when("2023-03-03T15:00").take(Unit.FIRST, SUSPENSION);
        task.when("2023-03-08T10:00");

        var resumed = (TaskEvent.TaskResumed) task.take(Unit.FIRST, RESUMPTION).event();

        // Monday to Wednesday; the due date steps over a weekend
        assertThat(resumed.workingDaysWaited()).isEqualTo(3);
        assertThat(resumed.about().deadline().dueOn()).isEqualTo("2023-03-15");
        assertThat(task.task.assignment(Unit.FIRST.id).dueOn()).isEqualTo("2023-03-15");
        assertThat(task.task.assignment(Unit.SECOND.id).dueOn()).isEqualTo(MARCH_10);
    }

    @Test
    void remindersNameTheUnitsThatHaveToActByThatDueDate() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST, Unit.SECOND, Unit.THIRD);
        task.take(Unit.FIRST, RECEIPT);
        task.take(Unit.FIRST, SUBMISSION);
        task.take(Unit.SECOND, RECEIPT);
        task.when("2023-03-03T15:00").take(Unit.SECOND, SUSPENSION);
        task.when("2023-03-08T10:00").take(Unit.SECOND, RESUMPTION);

        assertThat(task.task.remindBeforeDue(MARCH_10, 1).orElseThrow().about().unitIds())
                .containsExactly(Unit.THIRD.id);
        assertThat(task.task
                        .remindBeforeDue(LocalDate.of(2023, 3, 15), 5)
                        .orElseThrow()
                        .about()
                        .unitIds())
                .containsExactly(Unit.SECOND.id);
        assertThat(task.task
                        .remindOfReceipt(FEBRUARY_23, 2)
                        .orElseThrow()
                        .about()
                        .unitIds())
                .containsExactly(Unit.THIRD.id);
    }

    @Test
    void nobodyIsRemindedOfWorkThatIsClosedOrBackfilled() {
        SampleTask done = SampleTask.of(BY_MARCH_10, Unit.FIRST);
        done.finish(Unit.FIRST);
        assertThat(done.task.announceOverdue(MARCH_10, 1, 1)).isEmpty();
        assertThat(done.task.outstanding(MARCH_10).dueDates()).isEmpty();

        LocalDate longAgo = LocalDate.of(2023, 1, 31);
        SampleTask backfilled = SampleTask.of(new Deadline.Before(longAgo), Unit.FIRST);
        assertThat(backfilled.task.backfilled()).isTrue();
        assertThat(backfilled.task.announceOverdue(longAgo, 17, 3)).isEmpty();
        assertThat(backfilled.task.remindOfReceipt(FEBRUARY_23, 2)).isEmpty();
        assertThat(backfilled.task.outstanding(longAgo).dueDates()).isEmpty();
    }

    @Test
    void aShareThatWaitsForAcceptanceOrASuperiorIsStillExpected() {
        SampleTask task = SampleTask.of(BY_MARCH_10, Unit.FIRST);
        task.take(Unit.FIRST, RECEIPT);
        task.take(Unit.FIRST, SUBMISSION);

        assertThat(task.task.announceOverdue(MARCH_10, 1, 1)).isEmpty();
        assertThat(task.task.outstanding(MARCH_10).dueDates()).containsExactly(MARCH_10);
    }
}
