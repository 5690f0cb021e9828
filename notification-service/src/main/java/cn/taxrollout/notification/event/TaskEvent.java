package cn.taxrollout.notification.event;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What this service needs of the events of task-service. A field that isn't {@link Optional} must be there; fields that are
 * not named here are ignored.
 */
public sealed interface TaskEvent {
    Plan plan();

    /** The units that the event concerns. */
    List<UUID> unitIds();

    /** The units that its message names. */
    default List<UUID> mentionedUnitIds() {
        return unitIds();
    }

    /** The task, null for an event of a plan or a phase. */
    default Task task() {
        return null;
    }

    /** Path of what the event is about, below the address of task-service. */
    default String link() {
        return task() == null ? "/v1/plans/" + plan().id() : task().link();
    }

    /** @param confidential marked 不予公开: no channel outside of the suite may carry its content */
    record Plan(UUID id, String title, boolean confidential) {}

    record Phase(UUID id, int ordinal, String title) {}

    record Task(UUID id, int number, String title, String link) {}

    /**
     * When the work is due.
     *
     * @param kind by a date (inclusive), on a date, in a window, or from a date on
     * @param opensOn first day, for WINDOW and FROM
     * @param dueOn last day, for all but FROM
     */
    record Deadline(Kind kind, Optional<LocalDate> opensOn, Optional<LocalDate> dueOn) {
        public enum Kind {
            BEFORE,
            ON,
            WINDOW,
            FROM
        }
    }

    record UnitShare(UUID unitId, int assigned, int backfilled) {}

    /** @param units how many tasks each unit has; backfilled ones lay before the publication and are announced here alone */
    record PlanPublished(Plan plan, LocalDate issuedOn, List<UnitShare> units) implements TaskEvent {
        @Override
        public List<UUID> unitIds() {
            return units.stream().map(UnitShare::unitId).toList();
        }
    }

    /**
     * One thing that a version of a plan has otherwise than the one before.
     *
     * @param subject PLAN, PHASE or TASK
     * @param change ADDED, CHANGED or REMOVED
     * @param fields the names of what is different, with dots for what lies within
     */
    record PlanChange(String subject, String change, String title, List<String> fields) {
        /** Whether events of the task tell the same units of it: TaskIssued, TaskCancelled, DeadlineChanged, TaskBlocked. */
        boolean isToldByItsTask() {
            return subject.equals("TASK")
                    && (!change.equals("CHANGED")
                            || fields.stream()
                                    .allMatch(field -> field.startsWith("deadline.")
                                            || Set.of("extensions", "prerequisites", "preconditions")
                                                    .contains(field)));
        }
    }

    /** @param version of the plan, 1 being what was published */
    record PlanRevised(Plan plan, int version, String reason, List<PlanChange> changes, List<UUID> unitIds)
            implements TaskEvent {
        /** Whether events of tasks tell of all that is different. */
        public boolean isToldByTasks() {
            return changes.stream().allMatch(PlanChange::isToldByItsTask);
        }
    }

    /** @param summary how the plan ended */
    record PlanClosed(Plan plan, String summary, List<UUID> unitIds) implements TaskEvent {}

    record PhaseStarted(Plan plan, Phase phase, List<UUID> unitIds) implements TaskEvent {}

    record PhaseCompleted(Plan plan, Phase phase, List<UUID> unitIds) implements TaskEvent {}

    record PhaseReopened(Plan plan, Phase phase, List<UUID> unitIds) implements TaskEvent {}

    record TaskIssued(Plan plan, Task task, List<UUID> unitIds, Deadline deadline, boolean backfilled)
            implements TaskEvent {}

    record TaskReceived(Plan plan, Task task, List<UUID> unitIds) implements TaskEvent {}

    record TaskProgressed(Plan plan, Task task, List<UUID> unitIds) implements TaskEvent {}

    record TaskSubmitted(Plan plan, Task task, List<UUID> unitIds, Deadline deadline, boolean late)
            implements TaskEvent {}

    record TaskReturned(Plan plan, Task task, List<UUID> unitIds, Deadline deadline, String reason)
            implements TaskEvent {}

    record TaskSuspended(Plan plan, Task task, List<UUID> unitIds, String reason) implements TaskEvent {}

    /** @param workingDaysWaited by as many days the deadline has moved */
    record TaskResumed(Plan plan, Task task, List<UUID> unitIds, Deadline deadline, int workingDaysWaited)
            implements TaskEvent {}

    record TaskAccepted(Plan plan, Task task, List<UUID> unitIds) implements TaskEvent {}

    record TaskCompleted(Plan plan, Task task, List<UUID> unitIds) implements TaskEvent {}

    record TaskEstablished(Plan plan, Task task, List<UUID> unitIds) implements TaskEvent {}

    record TaskReopened(Plan plan, Task task, List<UUID> unitIds, Deadline deadline, String reason)
            implements TaskEvent {}

    record TaskCancelled(Plan plan, Task task, List<UUID> unitIds, String reason) implements TaskEvent {}

    record TaskOpened(Plan plan, Task task, List<UUID> unitIds, Deadline deadline) implements TaskEvent {}

    /** @param workingDaysLeft 0 on the day itself */
    record TaskDueSoon(Plan plan, Task task, List<UUID> unitIds, Deadline deadline, int workingDaysLeft)
            implements TaskEvent {}

    /** @param level how far up lateness is told: 1 the unit, 2 the office, 3 the leading group */
    record TaskOverdue(Plan plan, Task task, List<UUID> unitIds, Deadline deadline, int workingDaysOverdue, int level)
            implements TaskEvent {}

    record TaskNotReceived(Plan plan, Task task, List<UUID> unitIds, Deadline deadline, int workingDaysWaited)
            implements TaskEvent {}

    /** @param silentSince the day on which the units took the work on, got it back or last reported */
    record TaskStale(
            Plan plan, Task task, List<UUID> unitIds, Deadline deadline, LocalDate silentSince, int workingDaysSilent)
            implements TaskEvent {}

    record PeriodicReportDue(Plan plan, Task task, List<UUID> unitIds, LocalDate reportDueOn) implements TaskEvent {}

    record DeadlineChanged(
            Plan plan, Task task, List<UUID> unitIds, Deadline deadline, Deadline previous, String reason)
            implements TaskEvent {}

    /** Another task that has to be done first. */
    record TaskLink(int number, String title) {}

    /** @param preconditions what has to be the case first, as it was stated */
    record TaskBlocked(
            Plan plan,
            Task task,
            List<UUID> unitIds,
            Deadline deadline,
            List<TaskLink> blockedBy,
            List<String> preconditions)
            implements TaskEvent {}

    record TaskUnblocked(Plan plan, Task task, List<UUID> unitIds, Deadline deadline) implements TaskEvent {}

    record HelpRequested(Plan plan, Task task, List<UUID> unitIds, UUID fromUnitId, String text, LocalDate answerDueOn)
            implements TaskEvent {
        @Override
        public List<UUID> mentionedUnitIds() {
            return Stream.concat(unitIds.stream(), Stream.of(fromUnitId)).toList();
        }
    }

    record HelpAnswered(Plan plan, Task task, List<UUID> unitIds, UUID toUnitId, Outcome outcome, String answer)
            implements TaskEvent {
        public enum Outcome {
            ANSWERED,
            DECLINED
        }

        public boolean declined() {
            return outcome == Outcome.DECLINED;
        }

        @Override
        public List<UUID> mentionedUnitIds() {
            return Stream.concat(unitIds.stream(), Stream.of(toUnitId)).toList();
        }
    }

    record HelpAnswerOverdue(
            Plan plan,
            Task task,
            List<UUID> unitIds,
            UUID fromUnitId,
            String text,
            LocalDate answerDueOn,
            int workingDaysOverdue)
            implements TaskEvent {
        @Override
        public List<UUID> mentionedUnitIds() {
            return Stream.concat(unitIds.stream(), Stream.of(fromUnitId)).toList();
        }
    }

    record ExtensionRequested(
            Plan plan, Task task, List<UUID> unitIds, Deadline deadline, LocalDate wishedDueOn, String reason)
            implements TaskEvent {}

    record ExtensionDecided(
            Plan plan,
            Task task,
            List<UUID> unitIds,
            Deadline deadline,
            Decision decision,
            LocalDate wishedDueOn,
            String reason)
            implements TaskEvent {
        public enum Decision {
            APPROVED,
            REFUSED
        }
    }
}
