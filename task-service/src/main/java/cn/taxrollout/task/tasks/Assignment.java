package cn.taxrollout.task.tasks;

import cn.taxrollout.task.deadline.WorkingDays;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.time.LocalDate;
import java.util.OptionalInt;
import java.util.UUID;

/** One unit's share of a task; part of the aggregate {@link Task}, which alone changes it. */
@Entity
public class Assignment {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Task task;

    @Column(nullable = false, updatable = false)
    private UUID unitId;

    /** In the order in which the plan names the units. */
    @Column(nullable = false, updatable = false)
    private int position;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private AssignmentState state;

    @Enumerated(EnumType.STRING)
    private AssignmentState resumesTo;

    @Column(nullable = false, updatable = false)
    private LocalDate issuedOn;

    private LocalDate suspendedOn;
    private LocalDate dueOn;

    /** When the unit took the work on, got it back or reported, whichever was last; null before. */
    private LocalDate silentSince;

    private LocalDate reportedOn;

    /** Working days waited in all suspensions. */
    @Column(nullable = false)
    private int waitedDays;

    /** The last day that was granted to this unit alone, null if none was. */
    private LocalDate extendedTo;

    /** The working days waited when that was granted; they are in it. */
    private Integer waitedAtExtension;

    @Column(nullable = false)
    private int percent;

    @Embedded
    private ItemCount items = ItemCount.NONE;

    @Embedded
    private BatchCount batches = BatchCount.NONE;

    private LocalDate submittedOn;
    private Integer workingDaysLate;

    protected Assignment() {}

    Assignment(UUID id, Task task, UUID unitId, int position, LocalDate issuedOn, LocalDate dueOn) {
        this.id = id;
        this.task = task;
        this.unitId = unitId;
        this.position = position;
        this.issuedOn = issuedOn;
        this.dueOn = dueOn;
        this.state = AssignmentState.ISSUED;
    }

    void enter(AssignmentState target) {
        state = target;
    }

    void recordProgress(int percent) {
        this.percent = percent;
    }

    /** Its silence is reckoned from this day. */
    void speak(LocalDate day) {
        silentSince = day;
    }

    void report(LocalDate day) {
        speak(day);
        reportedOn = day;
    }

    /** Lateness stays on record; only a later submission, or a later due date before acceptance, changes it. */
    void recordSubmission(LocalDate day, WorkingDays calendar) {
        submittedOn = day;
        workingDaysLate = late(day, calendar);
    }

    void stopClock(LocalDate day) {
        resumesTo = state;
        suspendedOn = day;
    }

    /**
     * @param taskDueOn the task's own due date, null for continuing work
     * @return the working days waited, by which the due date has moved
     */
    int restartClock(LocalDate taskDueOn, LocalDate day, WorkingDays calendar) {
        int waited = calendar.between(suspendedOn, day);
        waitedDays += waited;
        followDeadline(taskDueOn, calendar);
        forgetSuspension();
        return waited;
    }

    /**
     * Reckons the due date: the task's, later by the working days waited, or what was granted to this unit, later by those
     * waited since, whichever is later. A submission that is in time by it is no longer late.
     *
     * @param taskDueOn the task's own due date, null for continuing work
     */
    void followDeadline(LocalDate taskDueOn, WorkingDays calendar) {
        dueOn = dueOnBy(taskDueOn, calendar);
        if (submittedOn != null) {
            workingDaysLate = Math.min(workingDaysLate, late(submittedOn, calendar));
        }
    }

    /** The due date that follows from the task's, null from null. */
    LocalDate dueOnBy(LocalDate taskDueOn, WorkingDays calendar) {
        if (taskDueOn == null) {
            return null;
        }
        LocalDate common = calendar.plus(taskDueOn, waitedDays);
        if (extendedTo == null) {
            return common;
        }
        LocalDate own = calendar.plus(extendedTo, waitedDays - waitedAtExtension);
        return own.isAfter(common) ? own : common;
    }

    /** Grants this unit time of its own, however long it has waited so far. */
    void extend(LocalDate lastDay, LocalDate taskDueOn, WorkingDays calendar) {
        extendedTo = lastDay;
        waitedAtExtension = waitedDays;
        followDeadline(taskDueOn, calendar);
    }

    private int late(LocalDate day, WorkingDays calendar) {
        return dueOn == null ? 0 : calendar.between(dueOn, day);
    }

    void forgetSuspension() {
        resumesTo = null;
        suspendedOn = null;
    }

    /** Submitted after its due date, which need not be a working day late. */
    boolean isLate() {
        return dueOn != null && submittedOn != null && submittedOn.isAfter(dueOn);
    }

    Task task() {
        return task;
    }

    public UUID unitId() {
        return unitId;
    }

    public AssignmentState state() {
        return state;
    }

    /** The state before the suspension, null unless suspended. */
    AssignmentState resumesTo() {
        return resumesTo;
    }

    LocalDate issuedOn() {
        return issuedOn;
    }

    /**
     * The day that counts for this unit: the task's own, later if the unit had to wait or was given more time. Null for
     * continuing work.
     */
    public LocalDate dueOn() {
        return dueOn;
    }

    /** Null before the unit has taken the work on. */
    LocalDate silentSince() {
        return silentSince;
    }

    /** The day of the last progress report, null before the first. */
    LocalDate reportedOn() {
        return reportedOn;
    }

    /** As last reported, 0 to 100. */
    public int percent() {
        return percent;
    }

    void count(ItemCount counted) {
        items = counted;
    }

    void count(BatchCount counted) {
        batches = counted;
    }

    ItemCount items() {
        return items;
    }

    BatchCount batches() {
        return batches;
    }

    /** How far the unit is by what its share consists of: batches, or else items; empty without either. */
    OptionalInt percentOfParts() {
        return batches.total() > 0
                ? OptionalInt.of(batches.percent())
                : items.total() > 0 ? OptionalInt.of(items.percent()) : OptionalInt.empty();
    }

    /** The day of the last submission, null before the first. */
    public LocalDate submittedOn() {
        return submittedOn;
    }

    /** Of the last submission, 0 if in time; null before the first. */
    public Integer workingDaysLate() {
        return workingDaysLate;
    }
}
