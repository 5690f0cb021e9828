package cn.taxrollout.task.plan;

import cn.taxrollout.task.deadline.DeadlinePolicy;
import cn.taxrollout.task.deadline.ReminderLadder;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A numbered official document (方案) that orders phases of tasks. Its number is unique within its bureau. */
@Entity
public class Plan {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID bureauId;

    @Column(nullable = false)
    private String number;

    @Column(nullable = false)
    private String title;

    private String issuer;

    @Column(nullable = false)
    private LocalDate issuedOn;

    @Column(nullable = false)
    private boolean confidential;

    private String goals;
    private String provenance;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private PlanState state;

    @Embedded
    private DeadlinePolicy deadlinePolicy;

    @Embedded
    private ReminderLadder ladder;

    /** Of deadline policy and ladder, 0 for the standard ones. */
    @Column(nullable = false)
    private int policyVersion;

    private Instant publishedAt;
    private Instant closedAt;
    private String closingSummary;

    /** How often it was published and changed since, 0 for a draft. */
    @Column(nullable = false)
    private int revision;

    /** Of the last event of the plan and its phases. */
    @Column(nullable = false)
    private long sequence;

    @Version
    private long version;

    protected Plan() {}

    /**
     * What the document says of itself.
     *
     * @param issuer the bureau that issued it, null if it doesn't say
     * @param goals the clause on goals, null if there is none
     * @param provenance what it carries out or was read from, null if nobody has said
     */
    public record Heading(
            String number,
            String title,
            String issuer,
            LocalDate issuedOn,
            boolean confidential,
            String goals,
            String provenance) {
        public Heading(
                String number, String title, String issuer, LocalDate issuedOn, boolean confidential, String goals) {
            this(number, title, issuer, issuedOn, confidential, goals, null);
        }
    }

    /** A draft with the standard policy and ladder. */
    public Plan(UUID id, UUID bureauId, Heading heading) {
        this.id = id;
        this.bureauId = bureauId;
        keep(heading);
        this.state = PlanState.DRAFT;
        this.deadlinePolicy = DeadlinePolicy.STANDARD;
        this.ladder = ReminderLadder.STANDARD;
    }

    private void keep(Heading heading) {
        number = heading.number();
        title = heading.title();
        issuer = heading.issuer();
        issuedOn = heading.issuedOn();
        confidential = heading.confidential();
        goals = heading.goals();
        provenance = heading.provenance();
    }

    /**
     * Says something else of itself.
     *
     * @throws Refusal 409 if it is closed
     */
    void describe(Heading heading) {
        mustNotBeClosed();
        keep(heading);
    }

    /**
     * Makes the draft binding for its units.
     *
     * @throws Refusal 409 if it is published or closed
     */
    public PlanEvent.PlanPublished publish(Actor actor, Instant at, List<PlanEvent.PlanPublished.UnitShare> shares) {
        mustBeDraft();
        state = PlanState.PUBLISHED;
        publishedAt = at;
        revision = 1;
        return new PlanEvent.PlanPublished(nextSequence(), ref(), issuedOn, shares, actor);
    }

    /**
     * Counts a change of what it says; the caller holds the lock on its row.
     *
     * @throws Refusal 409 if it is closed
     */
    public PlanEvent.PlanRevised revise(String reason, List<PlanChange> changes, List<UUID> unitIds, Actor actor) {
        mustNotBeClosed();
        revision++;
        return new PlanEvent.PlanRevised(nextSequence(), ref(), revision, reason, changes, unitIds, actor);
    }

    /**
     * Ends it; the caller holds the lock on its row.
     *
     * @throws Refusal 409 if it isn't published
     */
    public PlanEvent.PlanClosed close(
            String summary, PlanEvent.PlanClosed.Counts tasks, List<UUID> unitIds, Actor actor, Instant at) {
        mustBePublished();
        state = PlanState.CLOSED;
        closedAt = at;
        closingSummary = summary;
        revision++;
        return new PlanEvent.PlanClosed(nextSequence(), ref(), summary, tasks, unitIds, actor);
    }

    /**
     * Reads its deadlines and reminds of its tasks in another way from now on.
     *
     * @throws Refusal 409 if it is closed
     */
    void follow(DeadlinePolicy policy, ReminderLadder reminders) {
        if (state == PlanState.CLOSED) {
            Set<PlanState> allowing = EnumSet.complementOf(EnumSet.of(PlanState.CLOSED));
            throw Refusal.conflict("policy-fixed", number, state, allowing)
                    .with("state", state)
                    .with("allowingStates", allowing);
        }
        deadlinePolicy = policy;
        ladder = reminders;
        policyVersion++;
    }

    /** @throws Refusal 409 if it is a draft or closed; it names the state that would do */
    public void mustBePublished() {
        if (state != PlanState.PUBLISHED) {
            throw Refusal.conflict("plan-not-closable", number, state, PlanState.PUBLISHED)
                    .with("state", state)
                    .with("allowingStates", List.of(PlanState.PUBLISHED));
        }
    }

    /** @throws Refusal 422 if it is published and no reason is given for changing it */
    public void demandReason(String reason) {
        if (state != PlanState.DRAFT && reason == null) {
            throw Refusal.unprocessable(
                    "revision-unsound", List.of(new Refusal.Violation("reason", "revision-reason-missing")), number);
        }
    }

    /** @throws Refusal 409 if it is closed: nothing of it changes any more */
    public void mustNotBeClosed() {
        if (state == PlanState.CLOSED) {
            throw closed();
        }
    }

    /** That nothing of it and its tasks changes any more, because it is closed. */
    public Refusal closed() {
        return Refusal.conflict("plan-closed", number, PlanState.CLOSED, List.of(PlanState.PUBLISHED))
                .with("state", PlanState.CLOSED)
                .with("allowingStates", List.of(PlanState.PUBLISHED));
    }

    /** @throws Refusal 409 if it is published or closed; it names the state that would do */
    public void mustBeDraft() {
        mustBeDraft("plan-not-draft");
    }

    /** @throws Refusal 409 with this code if it is published or closed; it names the state that would do */
    public void mustBeDraft(String code) {
        if (state != PlanState.DRAFT) {
            throw Refusal.conflict(code, number, state, PlanState.DRAFT)
                    .with("state", state)
                    .with("allowingStates", List.of(PlanState.DRAFT));
        }
    }

    /** The number of the next event of this plan; the caller holds the lock on the plan's row. */
    long nextSequence() {
        return ++sequence;
    }

    public PlanRef ref() {
        return new PlanRef(id, number, title, confidential);
    }

    public UUID id() {
        return id;
    }

    public UUID bureauId() {
        return bureauId;
    }

    Heading heading() {
        return new Heading(number, title, issuer, issuedOn, confidential, goals, provenance);
    }

    public String number() {
        return number;
    }

    public String title() {
        return title;
    }

    public String issuer() {
        return issuer;
    }

    public LocalDate issuedOn() {
        return issuedOn;
    }

    public boolean confidential() {
        return confidential;
    }

    public String goals() {
        return goals;
    }

    public String provenance() {
        return provenance;
    }

    public PlanState state() {
        return state;
    }

    public DeadlinePolicy deadlinePolicy() {
        return deadlinePolicy;
    }

    public ReminderLadder ladder() {
        return ladder;
    }

    /** Of deadline policy and ladder, 0 as long as they are the standard ones. */
    public int policyVersion() {
        return policyVersion;
    }

    /** Null for a draft. */
    public Instant publishedAt() {
        return publishedAt;
    }

    /** Null until it is closed. */
    public Instant closedAt() {
        return closedAt;
    }

    /** How it ended, null until it is closed. */
    public String closingSummary() {
        return closingSummary;
    }

    /** Of what it says: 1 for what was published, one more for each change since; 0 for a draft. */
    public int revision() {
        return revision;
    }

    public long version() {
        return version;
    }
}
