package cn.taxrollout.task.tasks;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.Outstanding;
import cn.taxrollout.task.deadline.ReportRhythm;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.plan.Phase;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.web.Refusal;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * A numbered work item of a plan with one deadline and one or more responsible units, each of which has its share. The task is
 * the aggregate: whoever changes a share holds the lock on the task's row.
 */
@Entity
public class Task {
    @Id
    private UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Plan plan;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    private Phase phase;

    @Column(nullable = false)
    private int number;

    @Column(nullable = false)
    private String title;

    private String body;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private List<String> deliverables;

    /** The documents of which something has been handed in, named in the plan or not. */
    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private List<String> handedIn = List.of();

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Deadline.Kind deadlineKind;

    private LocalDate opensOn;
    private LocalDate dueOn;

    /** The last day as it was stated, before the plan's policies made of it what counts. */
    private LocalDate writtenDueOn;

    /** Whether the deadline was decided as a day after publication. */
    @Column(nullable = false)
    private boolean deadlineDecided;

    /** When reports on this task are due, null as for the plan. */
    @Embedded
    private ReportRhythm ownRhythm;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private JointRule jointRule;

    private UUID leadUnitId;

    /** What ordered it beside the plan, null for a task that the plan had from the beginning. */
    @Embedded
    private TaskSource source;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false)
    private List<UUID> unitIds;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private TaskStatus status;

    @Column(nullable = false)
    private boolean backfilled;

    /** It has ended with its plan; set by the plan's closure, under the lock on its row. */
    @Column(nullable = false, updatable = false)
    private boolean ended;

    /** Of the task's last event. */
    @Column(nullable = false)
    private long sequence;

    @Version
    private long version;

    /** The tasks that have to be done before this one is worked on. */
    @ManyToMany
    @JoinTable(
            name = "task_prerequisite",
            joinColumns = @JoinColumn(name = "task_id"),
            inverseJoinColumns = @JoinColumn(name = "prerequisite_id"))
    @OrderBy("number, id")
    @BatchSize(size = 200)
    private Set<Task> prerequisites = new LinkedHashSet<>();

    /** How many of them aren't done; read with the task, for other tasks change it. */
    @Formula("(select count(*) from task_prerequisite d join task p on p.id = d.prerequisite_id"
            + " where d.task_id = id and p.status in ('DRAFT', 'OPEN'))")
    private int openPrerequisites;

    @OneToMany(mappedBy = "task", cascade = CascadeType.PERSIST)
    @OrderBy("id")
    @BatchSize(size = 200)
    private List<Precondition> preconditions = new ArrayList<>();

    @Formula("(select count(*) from precondition c where c.task_id = id and not c.met)")
    private int unmetPreconditions;

    /** Whether it has ever waited for another task or for a condition. */
    @Column(nullable = false)
    private boolean hasWaited;

    /** Whether another task has ever waited for this one. */
    @Column(nullable = false)
    private boolean awaited;

    /** What the units were last told of whether they can work. */
    @Column(nullable = false)
    private boolean toldBlocked;

    @OneToMany(mappedBy = "task")
    @OrderBy("position")
    private List<Assignment> assignments = new ArrayList<>();

    protected Task() {}

    /**
     * What the plan says of a task.
     *
     * @param body the wording of the clause, null if there is none
     * @param deliverables the documents it names in 《》
     * @param unitIds the responsible units in the order of the plan, at least one
     */
    public record Content(
            int number, String title, String body, List<String> deliverables, Deadline deadline, List<UUID> unitIds) {
        public Content {
            deliverables = List.copyOf(deliverables);
            unitIds = List.copyOf(unitIds);
        }
    }

    /** @param leadUnitId one of the responsible units for the rule LEAD, else null */
    public Task(UUID id, Phase phase, Content content, JointRule jointRule, UUID leadUnitId) {
        this(id, phase, content, jointRule, leadUnitId, null);
    }

    /** @param source what ordered it beside the plan, null for a task that the plan has from the beginning */
    Task(UUID id, Phase phase, Content content, JointRule jointRule, UUID leadUnitId, TaskSource source) {
        this.id = id;
        this.plan = phase.plan();
        this.phase = phase;
        describe(content);
        this.unitIds = content.unitIds();
        this.jointRule = jointRule;
        this.leadUnitId = leadUnitId;
        this.source = source;
        this.status = TaskStatus.DRAFT;
        this.writtenDueOn = content.deadline().dueOn();
        keep(content.deadline());
    }

    /**
     * Says something else in the draft of its plan.
     *
     * @param phase the phase of the same plan in which it stands from now on
     * @throws IllegalStateException if it is issued
     */
    void redraft(Phase phase, Content content, JointRule jointRule, UUID leadUnitId) {
        if (status != TaskStatus.DRAFT) {
            throw new IllegalStateException("task " + id + " is issued");
        }
        this.phase = phase;
        describe(content);
        unitIds = content.unitIds();
        this.jointRule = jointRule;
        this.leadUnitId = leadUnitId;
        writtenDueOn = content.deadline().dueOn();
        keep(content.deadline());
    }

    /** Says something else in its plan, which is published; deadline and units aside. */
    void revise(Phase phase, Content content) {
        this.phase = phase;
        describe(content);
    }

    /** @throws Refusal 409 if it has ended with its plan */
    public void mustNotBeEnded() {
        if (ended) {
            throw plan.closed();
        }
    }

    /** @throws Refusal 409 if it is cancelled, so that the plan doesn't speak of it any more */
    void mustNotBeCancelled() {
        if (status == TaskStatus.CANCELLED) {
            throw Refusal.conflict("task-cancelled", plan.number(), number, title, status)
                    .with("taskStatus", status);
        }
    }

    /**
     * What another choice of units or of the joint rule does to an issued task, in the order in which it is published.
     *
     * @param issued to the units that are new, null if there are none
     * @param settled that the task is complete by its rule, or open again, null if neither
     * @param changes shares that were taken away or are wanted again
     */
    record Reassignment(TaskEvent.TaskIssued issued, TaskEvent settled, List<Change> changes) {}

    /**
     * Gives the issued task other responsible units or another joint rule. A unit that is new gets its share, one that had a share
     * before gets it back, and the share of one that isn't meant any more is cancelled.
     *
     * @throws Refusal 409 if the share of a unit that isn't meant any more is completed: the work stays on record
     */
    Reassignment reassign(
            List<UUID> units, JointRule rule, UUID lead, String reason, Actor actor, Instant at, WorkingDays calendar) {
        List<UUID> before = unitIds;
        unitIds = List.copyOf(units);
        jointRule = rule;
        leadUnitId = lead;
        List<UUID> open = assignments.stream()
                .filter(share -> !share.state().isFinal())
                .map(Assignment::unitId)
                .toList();
        List<UUID> fresh = units.stream()
                .filter(unit ->
                        assignments.stream().noneMatch(share -> share.unitId().equals(unit)))
                .toList();
        for (UUID unitId : fresh) {
            assignments.add(new Assignment(
                    TimeOrderedId.next(), this, unitId, assignments.size() + 1, BusinessDay.of(at), dueOn));
        }
        TaskEvent.TaskIssued issued =
                fresh.isEmpty() ? null : new TaskEvent.TaskIssued(about(fresh, dueOn, actor), backfilled);
        boolean wasDone = status.isClosed();
        TaskEvent settled = null;
        if (settle()) {
            settled = completion(Actor.rule("joint-rule"));
        } else if (wasDone && !status.isClosed() && !open.isEmpty()) {
            settled = new TaskEvent.TaskReopened(about(open, dueOn, actor), reason);
        }
        List<Change> changes = new ArrayList<>();
        for (UUID unitId : units) {
            if (!before.contains(unitId) && assignment(unitId).state() == AssignmentState.CANCELLED) {
                changes.add(reopen(unitId, reason, actor, calendar));
            }
        }
        for (UUID unitId : before) {
            if (!units.contains(unitId) && assignment(unitId).state() != AssignmentState.CANCELLED) {
                changes.add(cancel(unitId, reason, actor));
            }
        }
        return new Reassignment(issued, settled, changes);
    }

    /**
     * Takes the task out of its plan: cancels all shares that aren't yet.
     *
     * @throws Refusal 409 if a share is completed: the work stays on record
     */
    List<Change> withdraw(String reason, Actor actor) {
        mustNotBeCancelled();
        List<Change> changes = new ArrayList<>();
        for (Assignment share : assignments) {
            if (share.state() != AssignmentState.CANCELLED) {
                changes.add(cancel(share.unitId(), reason, actor));
            }
        }
        return changes;
    }

    private void describe(Content content) {
        number = content.number();
        title = content.title();
        body = content.body();
        deliverables = content.deliverables();
    }

    /**
     * What an action did.
     *
     * @param unitId whose share it was
     * @param why the reason or report given with it, null if none was
     * @param event what is published of it
     * @param alsoCompleted published after it where a cancellation left only accepted shares, else null
     */
    public record Change(
            UUID unitId,
            AssignmentAction action,
            AssignmentState from,
            AssignmentState to,
            String why,
            TaskEvent event,
            TaskEvent alsoCompleted) {}

    /**
     * Gives each responsible unit its share. From here on the deadline is the one that counts by the plan's policy for rest
     * days. A task whose deadline has passed is backfilled (补录): it is recorded, and nobody is reminded of it.
     */
    public TaskEvent.TaskIssued issue(Actor actor, Instant at, WorkingDays calendar) {
        keep(counted(calendar));
        backfilled = dueOn != null && dueOn.isBefore(BusinessDay.of(at));
        for (UUID unitId : unitIds) {
            assignments.add(new Assignment(
                    TimeOrderedId.next(), this, unitId, assignments.size() + 1, BusinessDay.of(at), dueOn));
        }
        status = TaskStatus.OPEN;
        toldBlocked = isBlocked();
        return new TaskEvent.TaskIssued(about(unitIds, dueOn, actor), backfilled);
    }

    public Change receive(UUID unitId, Actor actor) {
        Step step = step(unitId, AssignmentAction.RECEIPT);
        return step.change(null, new TaskEvent.TaskReceived(about(step.share, actor)));
    }

    /**
     * @param stated percent of this unit's share, 0 to 100; null for what follows from its batches or items
     * @throws Refusal 422 without a number where nothing follows
     */
    public Change report(UUID unitId, Integer stated, String text, Actor actor) {
        Step step = step(unitId, AssignmentAction.PROGRESS_REPORT);
        int percent = stated != null
                ? stated
                : step.share
                        .percentOfParts()
                        .orElseThrow(() -> refusal("report-unsound", "percent", "report-percent-needed"));
        step.share.recordProgress(percent);
        return step.change(text, new TaskEvent.TaskProgressed(about(step.share, actor), percent, text));
    }

    /** @throws Refusal 409 also while a document is missing that the task must produce, or a required item of the share is open */
    public Change submit(UUID unitId, Actor actor, Instant at, WorkingDays calendar) {
        Step step = step(unitId, AssignmentAction.SUBMISSION, this::mustBeFitForSubmission);
        step.share.recordSubmission(BusinessDay.of(at), calendar);
        return step.change(null, new TaskEvent.TaskSubmitted(about(step.share, actor), step.share.isLate()));
    }

    private void mustBeFitForSubmission(Assignment share) {
        int open = share.items().requiredOpen();
        if (open > 0) {
            throw unfit(share, "items-open", open).with("requiredItemsOpen", open);
        }
        List<String> missing = missingDeliverables();
        if (!missing.isEmpty()) {
            throw unfit(share, "deliverables-missing", missing).with("missingDeliverables", missing);
        }
    }

    /** Why this share can't be submitted, though its state allows it. */
    private Refusal unfit(Assignment share, String code, Object what) {
        Set<AssignmentAction> possible = allowedActions(share);
        possible.remove(AssignmentAction.SUBMISSION);
        return Refusal.conflict(code, plan.number(), number, title, what, share.state(), possible)
                .with("state", share.state())
                .with("allowedActions", possible);
    }

    /**
     * The share of a unit, if the unit has the work in its hands.
     *
     * @throws Refusal 404 if the unit has no share, 409 otherwise
     */
    public Assignment inHand(UUID unitId) {
        mustNotBeEnded();
        Assignment share = assignment(unitId);
        if (!AssignmentState.IN_HAND.contains(share.state())) {
            throw Refusal.conflict(
                            "share-not-in-hand",
                            plan.number(),
                            number,
                            title,
                            share.state(),
                            AssignmentState.IN_HAND,
                            allowedActions(share))
                    .with("state", share.state())
                    .with("allowingStates", AssignmentState.IN_HAND)
                    .with("allowedActions", allowedActions(share));
        }
        return share;
    }

    /**
     * Checks the day that is planned for a part of a unit's share.
     *
     * @param day null for none
     * @throws Refusal 422 if it lies behind the day that counts for the share, or is no day that can be meant
     */
    public void mustFit(Assignment share, LocalDate day, LocalDate today) {
        StatedDeadline.plausible(this, "plannedOn", day, today);
        if (isBefore(share.dueOn(), day)) {
            throw refusal("part-unsound", "plannedOn", "part-after-due", day, share.dueOn());
        }
    }

    /** Notes what a unit's share consists of. */
    public void note(UUID unitId, ItemCount items) {
        assignment(unitId).count(items);
    }

    /** Notes what a unit's share consists of. */
    public void note(UUID unitId, BatchCount batches) {
        assignment(unitId).count(batches);
    }

    /** The documents the task must produce of which nothing has been handed in, in the order of the plan. */
    public List<String> missingDeliverables() {
        return deliverables.stream().filter(name -> !handedIn.contains(name)).toList();
    }

    /** Notes whether something is there of a document, so that submission need not look. */
    public void noteDeliverable(String name, boolean there) {
        if (there != handedIn.contains(name)) {
            handedIn = Stream.concat(
                            handedIn.stream().filter(other -> !other.equals(name)),
                            there ? Stream.of(name) : Stream.empty())
                    .toList();
        }
    }

    /** The event is the task's completion if its joint rule is met by this, else the acceptance of the one share. */
    public Change accept(UUID unitId, Actor actor) {
        Step step = step(unitId, AssignmentAction.ACCEPTANCE);
        return step.change(null, settle() ? completion(actor) : new TaskEvent.TaskAccepted(about(step.share, actor)));
    }

    public Change sendBack(UUID unitId, String reason, Actor actor) {
        Step step = step(unitId, AssignmentAction.RETURN);
        return step.change(reason, new TaskEvent.TaskReturned(about(step.share, actor), reason));
    }

    public Change suspend(UUID unitId, String reason, Actor actor, Instant at) {
        Step step = step(unitId, AssignmentAction.SUSPENSION, share -> share.stopClock(BusinessDay.of(at)));
        return step.change(reason, new TaskEvent.TaskSuspended(about(step.share, actor), reason));
    }

    /** The share's due date moves by the working days waited. */
    public Change resume(UUID unitId, Actor actor, Instant at, WorkingDays calendar) {
        Step step = step(unitId, AssignmentAction.RESUMPTION);
        int waited = step.share.restartClock(dueOn, BusinessDay.of(at), calendar);
        return step.change(null, new TaskEvent.TaskResumed(about(step.share, actor), waited));
    }

    public Change cancel(UUID unitId, String reason, Actor actor) {
        Step step = step(unitId, AssignmentAction.CANCELLATION);
        step.share.forgetSuspension();
        boolean completes = settle();
        TaskEvent cancelled = new TaskEvent.TaskCancelled(about(step.share, actor), reason);
        return step.change(reason, cancelled, completes ? completion(Actor.rule("joint-rule")) : null);
    }

    /** The share is due when the task is by now, whatever its due date was when it was closed. */
    public Change reopen(UUID unitId, String reason, Actor actor, WorkingDays calendar) {
        Step step = step(unitId, AssignmentAction.REOPENING);
        step.share.followDeadline(dueOn, calendar);
        settle();
        return step.change(reason, new TaskEvent.TaskReopened(about(step.share, actor), reason));
    }

    /**
     * Lets this task wait until others are done (finish to start).
     *
     * @param before tasks of the same plan, none of which waits for this one
     * @throws Refusal 409 if the task is closed
     */
    public void waitFor(Collection<Task> before) {
        mustNotBeClosed();
        prerequisites.retainAll(before);
        prerequisites.addAll(before);
        hasWaited |= !before.isEmpty();
        lookAnew();
        before.forEach(task -> task.awaited = true);
    }

    /**
     * States something that has to be the case before the task is worked on.
     *
     * @throws Refusal 409 if the task is closed
     */
    public Precondition state(String statement, Instant at, Actor stater) {
        mustNotBeClosed();
        var precondition = new Precondition(this, statement, at, stater);
        preconditions.add(precondition);
        hasWaited = true;
        lookAnew();
        return precondition;
    }

    /**
     * Confirms that a condition is met, or revokes that.
     *
     * @param note why, null if nothing was said
     * @throws Refusal 404 if the task has no such condition, 409 if it is closed or that was said of the condition before
     */
    public Precondition judge(UUID preconditionId, boolean met, String note, Instant at, Actor judge) {
        mustNotBeClosed();
        Precondition precondition = precondition(preconditionId);
        if (precondition.met() == met) {
            throw Refusal.conflict(met ? "precondition-met" : "precondition-not-met", precondition.statement())
                    .with("met", met);
        }
        precondition.judge(met, note, at, judge);
        lookAnew();
        return precondition;
    }

    /** @throws Refusal 404 if the task has no such condition */
    public Precondition precondition(UUID preconditionId) {
        return preconditions.stream()
                .filter(precondition -> precondition.id().equals(preconditionId))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("precondition-unknown", preconditionId));
    }

    private void mustNotBeClosed() {
        if (status.isClosed()) {
            Set<TaskStatus> allowing = EnumSet.of(TaskStatus.DRAFT, TaskStatus.OPEN);
            throw Refusal.conflict("prerequisites-fixed", plan.number(), number, title, status, allowing)
                    .with("taskStatus", status)
                    .with("allowingStatuses", allowing);
        }
    }

    /** What was read with the task may be as it was before the wait for its lock; this is as it is under the lock. */
    private void lookAnew() {
        openPrerequisites = waitingFor(prerequisites).size();
        unmetPreconditions = unmet().size();
    }

    private List<Precondition> unmet() {
        return preconditions.stream()
                .filter(precondition -> !precondition.met())
                .toList();
    }

    /** Whether the units can't work on it yet. */
    public boolean isBlocked() {
        return openPrerequisites > 0 || unmetPreconditions > 0;
    }

    /** What has to be the case before it can be worked on and isn't yet. */
    public List<Precondition> unmetPreconditions() {
        return unmetPreconditions == 0 ? List.of() : unmet();
    }

    /** The tasks that keep the units from working on it, in the order of the plan. */
    public List<Task> blockedBy() {
        return openPrerequisites > 0 ? waitingFor(prerequisites) : List.of();
    }

    private static List<Task> waitingFor(Collection<Task> before) {
        return before.stream().filter(task -> !task.status.isClosed()).toList();
    }

    /**
     * Tells the units with work before them that they can't do it any more, or now can; empty if that is what they were last told.
     * Who can work again isn't reproached with the silence until then.
     */
    public Optional<TaskEvent> tellWhetherBlocked(Actor actor, LocalDate today) {
        lookAnew();
        boolean blocked = isBlocked();
        if (blocked == toldBlocked) {
            return Optional.empty();
        }
        toldBlocked = blocked;
        if (!blocked) {
            assignments.stream()
                    .filter(share -> AssignmentState.AT_WORK.contains(share.state()))
                    .forEach(share -> share.speak(today));
        }
        List<UUID> units = isExempt()
                ? List.of()
                : assignments.stream()
                        .filter(share -> AssignmentState.WAITING_FOR_UNIT.contains(share.state()))
                        .map(Assignment::unitId)
                        .toList();
        if (units.isEmpty()) {
            return Optional.empty();
        }
        TaskEvent.About about = about(units, dueOn, actor);
        return Optional.of(
                blocked
                        ? new TaskEvent.TaskBlocked(about, links(blockedBy()), statements(unmetPreconditions()))
                        : new TaskEvent.TaskUnblocked(about));
    }

    private static List<String> statements(List<Precondition> conditions) {
        return conditions.stream().map(Precondition::statement).toList();
    }

    private static List<TaskEvent.TaskLink> links(List<Task> tasks) {
        return tasks.stream()
                .map(task -> new TaskEvent.TaskLink(task.id, task.number, task.title))
                .toList();
    }

    /** Keeps the day on which a unit took its work on, got it back or reported. */
    void keepDay(Change change, LocalDate day) {
        Assignment share = assignment(change.unitId());
        switch (change.action()) {
            case RECEIPT, RETURN, RESUMPTION, REOPENING -> share.speak(day);
            case PROGRESS_REPORT -> share.report(day);
            default -> {
                // says nothing of how the work goes on
            }
        }
    }

    /**
     * A deadline that was moved.
     *
     * @param unitId the unit whose share alone it concerns, null for the task's own
     * @param events one for each pair of due dates that shares had and have, none if nothing has changed
     */
    public record DeadlineMove(UUID unitId, Deadline from, Deadline to, String reason, List<TaskEvent> events) {
        /** Whether anything has changed. */
        public boolean isMove() {
            return !from.equals(to) || !events.isEmpty();
        }
    }

    /**
     * Moves the deadline of the task and with it the due dates of the shares that aren't final; what suspension has added to
     * them stays added. A backfilled task whose deadline lies ahead again is an ordinary task from here on.
     *
     * <p>What was submitted late may be in time by the new deadline and then counts as in time. A deadline that is moved to an
     * earlier day makes nobody late who has submitted. Accepted shares stay as they are.
     *
     * @throws Refusal 409 if the task is closed, 422 if the deadline would be moved into the past
     */
    public DeadlineMove moveDeadline(Deadline stated, String reason, Actor actor, Instant at, WorkingDays calendar) {
        mustBeOpenFor("deadline-fixed");
        LocalDate today = BusinessDay.of(at);
        Deadline to = stated.counted(plan.deadlinePolicy().forDecidedDay(), calendar);
        if (!backfilled
                && isBefore(to.dueOn(), today)
                && (dueOn == null || to.dueOn().isBefore(dueOn))) {
            throw refusal("deadline-unsound", "dueOn", "deadline-past", to.dueOn(), today);
        }
        writtenDueOn = stated.dueOn();
        deadlineDecided = true;
        backfilled = backfilled && isBefore(to.dueOn(), today);
        return shift(to, reason, actor, share -> true, calendar);
    }

    /** For whom more time is asked. */
    public enum ExtensionScope {
        /** The share of the unit that asks. */
        SHARE,
        /** All shares of the task. */
        TASK
    }

    /**
     * More time that a unit asks for.
     *
     * @param lastDay the last day that is wished or granted
     */
    public record Extension(UUID requestId, UUID unitId, ExtensionScope scope, LocalDate lastDay, String reason) {}

    /**
     * The day until which the unit, or the task, has time now; that more time can be asked for.
     *
     * @throws Refusal 409 if the work is closed or has no last day
     */
    public LocalDate extensible(UUID unitId, ExtensionScope scope) {
        Assignment share = assignment(unitId);
        if (status != TaskStatus.OPEN || share.state().isFinal()) {
            Set<AssignmentState> allowing = EnumSet.allOf(AssignmentState.class);
            allowing.removeIf(AssignmentState::isFinal);
            throw Refusal.conflict(
                            "extension-of-closed-work", plan.number(), number, title, status, share.state(), allowing)
                    .with("taskStatus", status)
                    .with("state", share.state())
                    .with("allowingStates", allowing);
        }
        if (dueOn == null) {
            throw Refusal.conflict("extension-of-continuing-work", plan.number(), number, title);
        }
        return scope == ExtensionScope.TASK ? dueOn : share.dueOn();
    }

    /** @throws Refusal as {@link #extensible}, 422 if the wished day isn't later than the one that counts, or has passed */
    public TaskEvent requestExtension(Extension wish, Actor actor, LocalDate today, WorkingDays calendar) {
        later(wish, "wishedDueOn", today, calendar);
        return new TaskEvent.ExtensionRequested(
                about(assignment(wish.unitId()), actor), wish.requestId(), wish.scope(), wish.lastDay(), wish.reason());
    }

    /**
     * Tells the unit what was decided; {@link #extend} follows if more time was granted.
     *
     * @param granted the day that was granted, null if the request was refused
     * @throws Refusal 409 if the task has ended with its plan
     */
    public TaskEvent decideExtension(Extension wish, LocalDate granted, String reason, Actor actor) {
        mustNotBeEnded();
        return new TaskEvent.ExtensionDecided(
                about(assignment(wish.unitId()), actor),
                wish.requestId(),
                wish.scope(),
                granted == null ? TaskEvent.ExtensionDecision.REFUSED : TaskEvent.ExtensionDecision.APPROVED,
                wish.lastDay(),
                granted,
                reason);
    }

    /**
     * Gives a unit, or all, the time that was granted.
     *
     * @throws Refusal as {@link #extensible}, 422 if the day isn't later than the one that counts, or has passed
     */
    public DeadlineMove extend(Extension granted, Actor actor, Instant at, WorkingDays calendar) {
        LocalDate lastDay = later(granted, "dueOn", BusinessDay.of(at), calendar);
        if (granted.scope() == ExtensionScope.TASK) {
            return moveDeadline(deadline().until(granted.lastDay()), granted.reason(), actor, at, calendar);
        }
        Assignment share = assignment(granted.unitId());
        var previous = new TaskEvent.DeadlineRef(deadlineKind, opensOn, share.dueOn());
        Deadline from = deadline().until(share.dueOn());
        share.extend(lastDay, dueOn, calendar);
        backfilled = backfilled && isBefore(share.dueOn(), BusinessDay.of(at));
        return new DeadlineMove(
                share.unitId(),
                from,
                deadline().until(share.dueOn()),
                granted.reason(),
                List.of(new TaskEvent.DeadlineChanged(about(share, actor), previous, granted.reason())));
    }

    /** @return the day that counts by the plan's policy for rest days */
    private LocalDate later(Extension extension, String field, LocalDate today, WorkingDays calendar) {
        LocalDate counts = extensible(extension.unitId(), extension.scope());
        LocalDate wished = extension.lastDay();
        StatedDeadline.plausible(this, field, wished, today);
        if (!wished.isAfter(counts)) {
            throw refusal("deadline-unsound", field, "extension-not-later", wished, counts);
        }
        LocalDate lastDay = deadline()
                .until(wished)
                .counted(plan.deadlinePolicy().forDecidedDay(), calendar)
                .dueOn();
        if (!lastDay.isAfter(counts)) {
            throw refusal("deadline-unsound", field, "extension-not-later", lastDay, counts);
        }
        if (lastDay.isBefore(today)) {
            throw refusal("deadline-unsound", field, "deadline-past", lastDay, today);
        }
        return lastDay;
    }

    /**
     * What one unit asks of another.
     *
     * @param fromUnitId a responsible unit
     * @param answerDueOn the last day for the answer
     */
    public record Help(UUID requestId, UUID fromUnitId, UUID toUnitId, String text, LocalDate answerDueOn) {}

    /** @throws Refusal 404 if the unit has no share in this task, 409 if its work is closed */
    public TaskEvent requestHelp(Help help, Actor actor) {
        Assignment share = assignment(help.fromUnitId());
        mustNotBeEnded();
        if (!needsHelp(share)) {
            Set<AssignmentState> allowing =
                    EnumSet.complementOf(EnumSet.of(AssignmentState.COMPLETED, AssignmentState.CANCELLED));
            throw Refusal.conflict(
                            "help-for-closed-work", plan.number(), number, title, status, share.state(), allowing)
                    .with("taskStatus", status)
                    .with("state", share.state())
                    .with("allowingStates", allowing);
        }
        return new TaskEvent.HelpRequested(
                about(List.of(help.toUnitId()), share.dueOn(), actor),
                help.requestId(),
                help.fromUnitId(),
                help.text(),
                help.answerDueOn());
    }

    /** Continuing work that is established goes on, so it may need help. */
    private boolean needsHelp(Assignment share) {
        return status == TaskStatus.ESTABLISHED
                ? share.state() != AssignmentState.CANCELLED
                : status == TaskStatus.OPEN
                        && !(share.state().isFinal() && share.state() != AssignmentState.ESTABLISHED);
    }

    /**
     * Tells the unit that asked what it was answered, which may come when the work is closed already.
     *
     * @throws Refusal 409 if the task has ended with its plan
     */
    public TaskEvent answerHelp(Help help, TaskEvent.HelpOutcome outcome, String answer, Actor actor) {
        mustNotBeEnded();
        return new TaskEvent.HelpAnswered(
                about(assignment(help.fromUnitId()), actor), help.requestId(), help.toUnitId(), outcome, answer);
    }

    /** Announces that an answer is overdue; empty if the work doesn't need it any more. */
    public Optional<TaskEvent> announceHelpOverdue(Help help, int workingDaysOverdue) {
        Assignment share = assignment(help.fromUnitId());
        if (ended || !needsHelp(share)) {
            return Optional.empty();
        }
        return Optional.of(new TaskEvent.HelpAnswerOverdue(
                about(List.of(help.toUnitId()), share.dueOn(), Actor.rule("help")),
                help.requestId(),
                help.fromUnitId(),
                help.text(),
                help.answerDueOn(),
                workingDaysOverdue));
    }

    /**
     * Reckons the deadline and the due dates of the shares anew, because the plan's policy or the calendar has changed. What has
     * passed stays as it was, and nothing is moved into the past.
     */
    public DeadlineMove reckonDeadline(String reason, Actor actor, LocalDate today, WorkingDays calendar) {
        Deadline to = counted(calendar);
        boolean ahead = !isBefore(dueOn, today) && !isBefore(to.dueOn(), today);
        return shift(
                ahead ? to : deadline(),
                reason,
                actor,
                share -> status == TaskStatus.OPEN
                        && !backfilled
                        && !isBefore(share.dueOn(), today)
                        && !isBefore(share.dueOnBy(to.dueOn(), calendar), today),
                calendar);
    }

    /** What counts by the plan's policy of the deadline as it was stated. */
    private Deadline counted(WorkingDays calendar) {
        Deadline stated =
                switch (deadlineKind) {
                    case BEFORE -> new Deadline.Before(writtenDueOn);
                    case ON -> new Deadline.On(writtenDueOn);
                    case WINDOW -> new Deadline.Window(opensOn, writtenDueOn);
                    case FROM -> new Deadline.From(opensOn);
                };
        return stated.counted(
                deadlineDecided ? plan.deadlinePolicy().forDecidedDay() : plan.deadlinePolicy(), calendar);
    }

    /** Gives the task this deadline, and those of its shares that aren't final and are meant the due dates that follow from it. */
    private DeadlineMove shift(
            Deadline to, String reason, Actor actor, Predicate<Assignment> meant, WorkingDays calendar) {
        Deadline from = deadline();
        keep(to);
        Map<Counting, List<UUID>> moved = new LinkedHashMap<>();
        for (Assignment share : assignments) {
            if (!share.state().isFinal() && meant.test(share)) {
                var before = new TaskEvent.DeadlineRef(from.kind(), from.opensOn(), share.dueOn());
                share.followDeadline(dueOn, calendar);
                var after = new TaskEvent.DeadlineRef(deadlineKind, opensOn, share.dueOn());
                if (!before.equals(after)) {
                    moved.computeIfAbsent(new Counting(before, share.dueOn()), dates -> new ArrayList<>())
                            .add(share.unitId());
                }
            }
        }
        List<TaskEvent> events = new ArrayList<>();
        moved.forEach((dates, units) ->
                events.add(new TaskEvent.DeadlineChanged(about(units, dates.dueOn, actor), dates.previous, reason)));
        return new DeadlineMove(null, from, to, reason, events);
    }

    /** What counted for some shares and until when they have time now. */
    private record Counting(TaskEvent.DeadlineRef previous, LocalDate dueOn) {}

    private static boolean isBefore(LocalDate day, LocalDate other) {
        return day != null && other != null && day.isBefore(other);
    }

    /** @throws Refusal 409 with this code if the task is closed */
    private void mustBeOpenFor(String code) {
        mustNotBeEnded();
        if (status != TaskStatus.OPEN) {
            throw Refusal.conflict(code, plan.number(), number, title, status, TaskStatus.OPEN)
                    .with("taskStatus", status)
                    .with("allowingStatuses", List.of(TaskStatus.OPEN));
        }
    }

    /** What is wrong with one field, with the clause of the plan that it is about. */
    public Refusal refusal(String code, String field, String violation, Object... arguments) {
        return clause().refusal(code, field, violation, arguments);
    }

    /** The clause of the plan that it is. */
    Clause clause() {
        return new Clause(plan.number(), number, title);
    }

    /**
     * Sets when reports on this task are due.
     *
     * @param rhythm null as for the plan
     * @throws Refusal 409 if the task isn't continuing or is cancelled
     */
    public void report(ReportRhythm rhythm) {
        mustNotBeEnded();
        if (!deadline().continuing() || status == TaskStatus.CANCELLED) {
            throw Refusal.conflict("reports-not-asked", plan.number(), number, title, status)
                    .with("taskStatus", status);
        }
        ownRhythm = rhythm;
    }

    /** The years of its due dates whose holidays aren't known yet, so that Monday to Friday is assumed. */
    List<Integer> assumedYears(WorkingDays calendar) {
        return calendar.assumedAmong(Stream.concat(
                Stream.of(dueOn, writtenDueOn), assignments.stream().map(Assignment::dueOn)));
    }

    /** Whether the work can be begun by then. */
    boolean isOpenAt(Instant at) {
        return opensOn == null || !BusinessDay.at(opensOn, plan.ladder().at()).isAfter(at);
    }

    /** What is still to be done on this day, as far as reminders go by it. */
    public Outstanding outstanding(LocalDate today) {
        if (isSilent()) {
            return Outstanding.nothing(id, plan.ladder(), deadline());
        }
        List<Assignment> open = status.isClosed()
                ? List.of()
                : assignments.stream().filter(share -> !share.state().isFinal()).toList();
        return new Outstanding(
                id,
                plan.ladder(),
                deadline(),
                open.isEmpty() ? null : opensOn,
                open.stream().map(Assignment::dueOn).filter(Objects::nonNull).collect(Collectors.toSet()),
                open.stream()
                        .filter(share -> share.state() == AssignmentState.ISSUED)
                        .map(Assignment::issuedOn)
                        .collect(Collectors.toSet()),
                open.stream()
                        .filter(share -> share.dueOn() != null && !share.dueOn().isBefore(today))
                        .map(share -> silentSince(share, today))
                        .collect(Collectors.toSet()),
                deadline().continuing() && status != TaskStatus.CANCELLED ? reports() : null);
    }

    private Outstanding.Reports reports() {
        ReportRhythm rhythm = ownRhythm == null ? plan.ladder().reports() : ownRhythm;
        return new Outstanding.Reports(rhythm, plan.deadlinePolicy().restDays(), opensOn);
    }

    /** Since when the unit is silent that is at work, or from when on it can be if it isn't; before the opening nobody works. */
    private LocalDate silentSince(Assignment share, LocalDate today) {
        LocalDate since = isAtWork(share) ? share.silentSince() : today;
        return isBefore(since, opensOn) ? opensOn : since;
    }

    private boolean isAtWork(Assignment share) {
        return AssignmentState.AT_WORK.contains(share.state()) && !isBlocked();
    }

    /** Tells the units that wait for it that the work can begin on this day; empty if there are none. */
    public Optional<TaskEvent> open(LocalDate day) {
        return remind(
                share -> day.equals(opensOn) && AssignmentState.WAITING_FOR_UNIT.contains(share.state()),
                dueOn,
                "opening",
                TaskEvent.TaskOpened::new);
    }

    /** Reminds the units that still have to act by this due date; empty if there are none. */
    public Optional<TaskEvent> remindBeforeDue(LocalDate day, int workingDaysLeft) {
        return remind(
                waitingWithDueDate(day), day, "due-soon", about -> new TaskEvent.TaskDueSoon(about, workingDaysLeft));
    }

    /** Announces that the units that had to act by this due date have not; empty if there are none. */
    public Optional<TaskEvent> announceOverdue(LocalDate day, int workingDaysOverdue, int level) {
        return remind(
                waitingWithDueDate(day),
                day,
                "overdue",
                about -> new TaskEvent.TaskOverdue(about, workingDaysOverdue, level));
    }

    /** Reminds the units that have not signed for their shares, issued on this day; empty if there are none. */
    public Optional<TaskEvent> remindOfReceipt(LocalDate issuedOn, int workingDaysWaited) {
        return remind(
                share -> share.state() == AssignmentState.ISSUED && issuedOn.equals(share.issuedOn()),
                dueOn,
                "receipt",
                about -> new TaskEvent.TaskNotReceived(about, workingDaysWaited));
    }

    /** Asks the units at work, and not overdue, that have been silent since this day; empty if there are none. */
    public Optional<TaskEvent> askForNews(LocalDate since, LocalDate today, int workingDaysSilent) {
        return remind(
                share -> isAtWork(share)
                        && share.dueOn() != null
                        && !share.dueOn().isBefore(today)
                        && since.equals(silentSince(share, today)),
                dueOn,
                "stale",
                about -> new TaskEvent.TaskStale(about, since, workingDaysSilent));
    }

    /**
     * Asks the units for the report that is due on this work; empty if all have reported since the one before was due.
     *
     * @param reportDay the day of the rhythm
     */
    public Optional<TaskEvent> askForReport(LocalDate reportDay, WorkingDays calendar) {
        if (!deadline().continuing() || status == TaskStatus.CANCELLED || isSilent()) {
            return Optional.empty();
        }
        Outstanding.Reports reports = reports();
        LocalDate before = reports.dueOn(reports.rhythm().before(reportDay), calendar);
        List<UUID> units = assignments.stream()
                .filter(share -> AssignmentState.REPORTING.contains(share.state()))
                .filter(share -> share.state().isDone() || !isBlocked())
                .filter(share ->
                        share.reportedOn() == null || !share.reportedOn().isAfter(before))
                .map(Assignment::unitId)
                .toList();
        return units.isEmpty()
                ? Optional.empty()
                : Optional.of(new TaskEvent.PeriodicReportDue(
                        about(units, null, Actor.rule("report")),
                        reports.rhythm().interval(),
                        reports.dueOn(reportDay, calendar)));
    }

    private Predicate<Assignment> waitingWithDueDate(LocalDate day) {
        return share -> day.equals(share.dueOn()) && AssignmentState.WAITING_FOR_UNIT.contains(share.state());
    }

    private Optional<TaskEvent> remind(
            Predicate<Assignment> concerned, LocalDate day, String rule, Function<TaskEvent.About, TaskEvent> event) {
        List<UUID> units = isExempt()
                ? List.of()
                : assignments.stream().filter(concerned).map(Assignment::unitId).toList();
        return units.isEmpty() ? Optional.empty() : Optional.of(event.apply(about(units, day, Actor.rule(rule))));
    }

    /** Nobody is reminded of work that is closed. */
    private boolean isExempt() {
        return isSilent() || status.isClosed();
    }

    /** Nor of anything that was recorded afterwards or belongs to a closed plan. */
    private boolean isSilent() {
        return backfilled || ended;
    }

    /** One cell of the lifecycle's table, taken. */
    private static final class Step {
        private final Assignment share;
        private final AssignmentAction action;
        private final AssignmentState from;

        Step(Assignment share, AssignmentAction action, AssignmentState from) {
            this.share = share;
            this.action = action;
            this.from = from;
        }

        Change change(String why, TaskEvent event) {
            return change(why, event, null);
        }

        Change change(String why, TaskEvent event, TaskEvent alsoCompleted) {
            return new Change(share.unitId(), action, from, share.state(), why, event, alsoCompleted);
        }
    }

    private Step step(UUID unitId, AssignmentAction action) {
        return step(unitId, action, share -> {});
    }

    private Step step(UUID unitId, AssignmentAction action, Consumer<Assignment> before) {
        Assignment share = assignment(unitId);
        mustNotBeEnded();
        AssignmentState from = share.state();
        AssignmentState to = Lifecycle.target(share, action);
        if (!allowedActions(share).contains(action)) {
            throw blocked(share, action);
        }
        before.accept(share);
        share.enter(to);
        return new Step(share, action, from);
    }

    /** What the share's state allows, without the work that has to wait for something. */
    Set<AssignmentAction> allowedActions(Assignment share) {
        return Lifecycle.actionsAllowed(share.state(), ended, isBlocked());
    }

    private Refusal blocked(Assignment share, AssignmentAction action) {
        List<Task> before = blockedBy();
        List<String> conditions = statements(unmetPreconditions());
        List<String> reasons = Stream.concat(before.stream().map(Task::name), conditions.stream())
                .toList();
        return Refusal.conflict(
                        "task-blocked",
                        plan.number(),
                        number,
                        title,
                        share.state(),
                        action,
                        reasons,
                        allowedActions(share))
                .with("state", share.state())
                .with("allowedActions", allowedActions(share))
                .with("blockedBy", links(before))
                .with("unmetPreconditions", conditions);
    }

    /** As people refer to it within its plan. */
    public String name() {
        return number + " “" + title + "”";
    }

    /** Derives the status from the shares. @return whether this has just completed the task */
    private boolean settle() {
        boolean before = status == TaskStatus.COMPLETED || status == TaskStatus.ESTABLISHED;
        List<Assignment> live = assignments.stream()
                .filter(share -> share.state() != AssignmentState.CANCELLED)
                .toList();
        if (live.isEmpty()) {
            status = TaskStatus.CANCELLED;
        } else if (isMet(live)) {
            status = deadline().continuing() ? TaskStatus.ESTABLISHED : TaskStatus.COMPLETED;
        } else {
            status = TaskStatus.OPEN;
        }
        return !before && (status == TaskStatus.COMPLETED || status == TaskStatus.ESTABLISHED);
    }

    /** Whether the joint rule is met by these, all shares that aren't cancelled. */
    private boolean isMet(List<Assignment> live) {
        boolean allDone = live.stream().allMatch(share -> share.state().isDone());
        return switch (jointRule) {
            case ALL -> allDone;
            case LEAD ->
                live.stream()
                        .filter(share -> share.unitId().equals(leadUnitId))
                        .findFirst()
                        .map(lead -> lead.state().isDone())
                        .orElse(allDone);
            case ANY -> live.stream().anyMatch(share -> share.state().isDone());
        };
    }

    private TaskEvent completion(Actor actor) {
        TaskEvent.About about = about(unitIds, dueOn, actor);
        return status == TaskStatus.ESTABLISHED
                ? new TaskEvent.TaskEstablished(about)
                : new TaskEvent.TaskCompleted(about);
    }

    private TaskEvent.About about(Assignment share, Actor actor) {
        return about(List.of(share.unitId()), share.dueOn(), actor);
    }

    private TaskEvent.About about(List<UUID> units, LocalDate countingDueDate, Actor actor) {
        return new TaskEvent.About(
                ++sequence,
                plan.ref(),
                phase.ref(),
                new TaskEvent.TaskRef(id, number, title, deadline().continuing(), "/v1/tasks/" + id),
                units,
                new TaskEvent.DeadlineRef(deadlineKind, opensOn, countingDueDate),
                actor);
    }

    private void keep(Deadline deadline) {
        deadlineKind = deadline.kind();
        opensOn = deadline.opensOn();
        dueOn = deadline.dueOn();
    }

    /** @throws Refusal 404 if the unit has no share in this task */
    public Assignment assignment(UUID unitId) {
        return assignments.stream()
                .filter(share -> share.unitId().equals(unitId))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("assignment-unknown", unitId));
    }

    public UUID id() {
        return id;
    }

    public Plan plan() {
        return plan;
    }

    public Phase phase() {
        return phase;
    }

    public int number() {
        return number;
    }

    public String title() {
        return title;
    }

    public String body() {
        return body;
    }

    public List<String> deliverables() {
        return deliverables;
    }

    public Deadline deadline() {
        return Deadline.of(deadlineKind, opensOn, dueOn);
    }

    /** The last day as it was stated, before the plan's policies made of it what counts; null for continuing work. */
    public LocalDate writtenDueOn() {
        return writtenDueOn;
    }

    /** When reports are due on this continuing task, its own or the plan's. */
    public ReportRhythm rhythm() {
        return reports().rhythm();
    }

    /** Null where the plan's holds. */
    public ReportRhythm ownRhythm() {
        return ownRhythm;
    }

    public JointRule jointRule() {
        return jointRule;
    }

    /** What ordered it beside the plan, null for a task that the plan had from the beginning. */
    public TaskSource source() {
        return source;
    }

    public UUID leadUnitId() {
        return leadUnitId;
    }

    /** The responsible units in the order of the plan. */
    public List<UUID> unitIds() {
        return unitIds;
    }

    /** The tasks that have to be done before this one is worked on, in the order of the plan. */
    public List<Task> prerequisites() {
        return List.copyOf(prerequisites);
    }

    /** In the order in which they were stated. */
    public List<Precondition> preconditions() {
        return List.copyOf(preconditions);
    }

    /** Whether another task may wait for this one. */
    boolean awaited() {
        return awaited;
    }

    public TaskStatus status() {
        return status;
    }

    public boolean backfilled() {
        return backfilled;
    }

    /** One per responsible unit; none before publication. */
    public List<Assignment> assignments() {
        return List.copyOf(assignments);
    }

    /** Of the task's last event. */
    long sequence() {
        return sequence;
    }

    public long version() {
        return version;
    }
}
