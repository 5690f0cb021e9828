package cn.taxrollout.task.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.tasks.SampleTask.Unit;
import cn.taxrollout.task.web.Refusal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of state and action, taken on the aggregate. */
class LifecycleTest {
    /**
     * Rows are states, columns actions; a cell is the new state and the event, or a dash for a refusal. A suspended share was in
     * progress before. The task has one unit, so the acceptance completes it.
     */
    private static final String TABLE = """
            state       | receipt           | progress-reports       | submission          | acceptance          | return            | suspension          | resumption            | cancellation            | reopening
            ISSUED      | RECEIVED Received | -                      | -                   | -                   | -                 | -                   | -                     | CANCELLED Cancelled     | -
            RECEIVED    | -                 | IN_PROGRESS Progressed | SUBMITTED Submitted | -                   | -                 | SUSPENDED Suspended | -                     | CANCELLED Cancelled     | -
            IN_PROGRESS | -                 | IN_PROGRESS Progressed | SUBMITTED Submitted | -                   | -                 | SUSPENDED Suspended | -                     | CANCELLED Cancelled     | -
            SUBMITTED   | -                 | -                      | -                   | COMPLETED Completed | RETURNED Returned | -                   | -                     | CANCELLED Cancelled     | -
            RETURNED    | -                 | IN_PROGRESS Progressed | SUBMITTED Submitted | -                   | -                 | SUSPENDED Suspended | -                     | CANCELLED Cancelled     | -
            SUSPENDED   | -                 | -                      | -                   | -                   | -                 | -                   | IN_PROGRESS Resumed   | CANCELLED Cancelled     | -
            COMPLETED   | -                 | -                      | -                   | -                   | -                 | -                   | -                     | -                       | IN_PROGRESS Reopened
            ESTABLISHED | -                 | ESTABLISHED Progressed | -                   | -                   | -                 | -                   | -                     | CANCELLED Cancelled     | IN_PROGRESS Reopened
            CANCELLED   | -                 | -                      | -                   | -                   | -                 | -                   | -                     | -                       | IN_PROGRESS Reopened
            """;

    /** How a share gets into each state. */
    private static final Map<AssignmentState, List<AssignmentAction>> WAYS = Map.of(
            AssignmentState.ISSUED, List.of(),
            AssignmentState.RECEIVED, List.of(AssignmentAction.RECEIPT),
            AssignmentState.IN_PROGRESS, List.of(AssignmentAction.RECEIPT, AssignmentAction.PROGRESS_REPORT),
            AssignmentState.SUBMITTED, List.of(AssignmentAction.RECEIPT, AssignmentAction.SUBMISSION),
            AssignmentState.RETURNED,
                    List.of(AssignmentAction.RECEIPT, AssignmentAction.SUBMISSION, AssignmentAction.RETURN),
            AssignmentState.SUSPENDED,
                    List.of(AssignmentAction.RECEIPT, AssignmentAction.PROGRESS_REPORT, AssignmentAction.SUSPENSION),
            AssignmentState.COMPLETED,
                    List.of(AssignmentAction.RECEIPT, AssignmentAction.SUBMISSION, AssignmentAction.ACCEPTANCE),
            AssignmentState.ESTABLISHED,
                    List.of(AssignmentAction.RECEIPT, AssignmentAction.SUBMISSION, AssignmentAction.ACCEPTANCE),
            AssignmentState.CANCELLED, List.of(AssignmentAction.CANCELLATION));

    static Stream<Arguments> cells() {
        List<String> lines = TABLE.lines().toList();
        List<String> actions = columns(lines.get(0));
        return lines.stream().skip(1).flatMap(line -> {
            List<String> cells = columns(line);
            return Stream.iterate(1, i -> i + 1)
                    .limit(actions.size() - 1)
                    .map(i ->
                            Arguments.of(AssignmentState.valueOf(cells.get(0)), action(actions.get(i)), cells.get(i)));
        });
    }

    @ParameterizedTest(name = "{0} × {1}: {2}")
    @MethodSource("cells")
    void everyCellLeadsWhereTheTableSaysOrIsRefused(AssignmentState state, AssignmentAction action, String expected) {
        SampleTask task = taskIn(state);

        if (expected.equals("-")) {
            Refusal refusal = catchThrowableOfType(Refusal.class, () -> task.take(Unit.FIRST, action));
            assertThat(refusal.code()).isEqualTo("action-refused");
            assertThat(task.state(Unit.FIRST)).isEqualTo(state);
        } else {
            Task.Change change = task.take(Unit.FIRST, action);
            assertThat(change.from()).isEqualTo(state);
            assertThat(change.to() + " " + eventName(change)).isEqualTo(expected);
            assertThat(task.state(Unit.FIRST)).isEqualTo(change.to());
        }
    }

    @Test
    void theTableHasACellForEveryStateAndAction() {
        assertThat(cells())
                .hasSize(AssignmentState.values().length * AssignmentAction.values().length)
                .hasSize(81);
    }

    @Test
    void aContinuingTaskIsEstablishedInsteadOfCompleted() {
        SampleTask task = SampleTask.of(new Deadline.From(LocalDate.of(2023, 3, 1)), Unit.FIRST);
        task.take(Unit.FIRST, AssignmentAction.RECEIPT);
        task.take(Unit.FIRST, AssignmentAction.SUBMISSION);

        Task.Change change = task.take(Unit.FIRST, AssignmentAction.ACCEPTANCE);

        assertThat(change.to()).isEqualTo(AssignmentState.ESTABLISHED);
        assertThat(eventName(change)).isEqualTo("Established");
    }

    @ParameterizedTest
    @MethodSource("suspendable")
    void aSuspendedShareResumesWhereItWas(AssignmentState before) {
        SampleTask task = taskIn(before);
        task.take(Unit.FIRST, AssignmentAction.SUSPENSION);

        assertThat(task.take(Unit.FIRST, AssignmentAction.RESUMPTION).to()).isEqualTo(before);
    }

    static Stream<AssignmentState> suspendable() {
        return Stream.of(AssignmentState.RECEIVED, AssignmentState.IN_PROGRESS, AssignmentState.RETURNED);
    }

    @Test
    void aRefusalSaysWhatTheStateAllowsAndWhichStatesAllowTheAction() {
        SampleTask task = taskIn(AssignmentState.SUBMITTED);

        Refusal refusal = catchThrowableOfType(Refusal.class, () -> task.take(Unit.FIRST, AssignmentAction.RECEIPT));

        assertThat(refusal.getMessage())
                .contains("SUBMITTED", "RECEIPT", "[ACCEPTANCE, RETURN, CANCELLATION]", "[ISSUED]");
    }

    private static SampleTask taskIn(AssignmentState state) {
        Deadline deadline = state == AssignmentState.ESTABLISHED
                ? new Deadline.From(LocalDate.of(2023, 3, 1))
                : new Deadline.Before(LocalDate.of(2023, 3, 10));
        SampleTask task = SampleTask.of(deadline, Unit.FIRST);
        WAYS.get(state).forEach(action -> task.take(Unit.FIRST, action));
        assertThat(task.state(Unit.FIRST)).isEqualTo(state);
        return task;
    }

    private static String eventName(Task.Change change) {
        return change.event().type().replaceAll("^cn\\.taxrollout\\.task\\.Task|\\.v1$", "");
    }

    private static AssignmentAction action(String path) {
        return Arrays.stream(AssignmentAction.values())
                .filter(action -> action.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> columns(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toList();
    }
}
