package cn.taxrollout.task.planimport;

import cn.taxrollout.task.TimeOrderedId;
import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.deadline.Deadline;
import cn.taxrollout.task.deadline.WorkingCalendar;
import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.plan.Phase;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanBureaus;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.plan.PlanRights;
import cn.taxrollout.task.planimport.document.UnreadableDocument;
import cn.taxrollout.task.planimport.draft.Correction;
import cn.taxrollout.task.planimport.draft.DraftPhase;
import cn.taxrollout.task.planimport.draft.DraftPlan;
import cn.taxrollout.task.planimport.draft.DraftReview;
import cn.taxrollout.task.planimport.draft.DraftTask;
import cn.taxrollout.task.planimport.draft.ReadDeadline;
import cn.taxrollout.task.planimport.reading.PlanDocumentReader;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.tasks.JointRule;
import cn.taxrollout.task.tasks.Task;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Texts;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/** From an official document to a drafted plan, by way of a preview that somebody confirms. */
@ApplicationScoped
class PlanImports {
    private final PlanImportRepository imports;
    private final PlanRepository plans;
    private final PlanBureaus bureaus;
    private final Directory directory;
    private final WorkingCalendar calendar;
    private final EntityManager entities;
    private final ObjectMapper json;
    private final BusinessClock clock;
    private final Caller caller;

    PlanImports(
            PlanImportRepository imports,
            PlanRepository plans,
            PlanBureaus bureaus,
            Directory directory,
            WorkingCalendar calendar,
            EntityManager entities,
            ObjectMapper json,
            BusinessClock clock,
            Caller caller) {
        this.imports = imports;
        this.plans = plans;
        this.bureaus = bureaus;
        this.directory = directory;
        this.calendar = calendar;
        this.entities = entities;
        this.json = json;
        this.clock = clock;
        this.caller = caller;
    }

    /** An import with what was read from its document, and what is to be looked at in it as it stands. */
    record Preview(PlanImport of, DraftPlan draft, DraftReview review) {}

    /**
     * Reads a document and keeps what was understood; the units are those of the bureau.
     *
     * @param bureauId whose plan it is; null for the caller's own bureau, or for the only one there is
     * @throws Refusal 422 without such a bureau, 403 if the caller may not bring plans into it
     * @throws UnreadableDocument if it is no document that can be read, or one without any task
     */
    @Transactional
    Preview read(byte[] document, UUID bureauId) {
        UUID bureau = bureaus.meant(bureauId);
        PlanRights.demand(caller, bureau);
        Predicate<LocalDate> restDays = restDays();
        DraftPlan draft = PlanDocumentReader.read(document, unitsOf(bureau), restDays);
        DraftReview review = DraftReview.of(draft, restDays);
        PlanImport preview =
                new PlanImport(bureau, toJson(draft), review.unresolved().size(), caller.actor(), clock.now());
        imports.persist(preview);
        return new Preview(preview, draft, review);
    }

    /** @throws Refusal 404 if there is no such import that the caller can see */
    @Transactional
    Preview get(UUID id) {
        PlanImport found = imports.get(id);
        mustBeVisible(found);
        DraftPlan draft = fromJson(found.draft());
        return new Preview(found, draft, DraftReview.of(draft, restDays()));
    }

    /**
     * Changes the preview and reckons anew what is odd and what is missing in it.
     *
     * @throws Refusal 404 if there is no such import that the caller can see, 403 if the caller may not correct it, 412 if it was changed
     *     since the caller saw it, 409 if it was confirmed, 422 for what can't be
     */
    @Transactional
    Preview correct(UUID id, IfMatch ifMatch, Correction correction) {
        PlanImport preview = locked(id);
        ifMatch.demand(preview.version());
        preview.mustBeUnconfirmed();
        Predicate<LocalDate> restDays = restDays();
        DraftPlan draft = correction.applyTo(
                fromJson(preview.draft()),
                unitsOf(preview.bureauId()),
                unitId -> directory.isUnitOf(unitId, preview.bureauId()),
                restDays);
        DraftReview review = DraftReview.of(draft, restDays);
        preview.correct(toJson(draft), review.unresolved().size());
        entities.persist(new PlanImportCorrection(id, toJson(correction), caller.actor(), clock.now()));
        entities.flush(); // for the version that the answer bears
        return new Preview(preview, draft, review);
    }

    /**
     * Makes the preview a drafted plan.
     *
     * @throws Refusal 404 if there is no such import that the caller can see, 403 if the caller may not confirm it, 409 if it was
     *     confirmed before, if something in it is unresolved, or if the bureau has a plan of this number
     */
    @Transactional
    Preview confirm(UUID id) {
        PlanImport preview = locked(id);
        preview.mustBeUnconfirmed();
        DraftPlan draft = fromJson(preview.draft());
        DraftReview review = DraftReview.of(draft, restDays());
        mustBeResolved(review);
        if (plans.exists(preview.bureauId(), draft.number())) {
            throw Refusal.conflict("plan-number-taken", draft.number());
        }
        Plan plan = write(preview, draft);
        preview.confirm(plan.id(), caller.actor(), clock.now());
        entities.flush();
        return new Preview(preview, draft, review);
    }

    private PlanImport locked(UUID id) {
        PlanImport preview = imports.lock(id);
        mustBeVisible(preview);
        PlanRights.demand(caller, preview.bureauId());
        return preview;
    }

    private static void mustBeResolved(DraftReview review) {
        if (!review.unresolved().isEmpty()) {
            throw Refusal.conflict(
                    "import-unresolved",
                    review.unresolved().stream()
                            .map(open -> new Refusal.Violation(
                                    open.field(), "unresolved." + open.code(), List.copyOf(open.arguments())))
                            .toList());
        }
    }

    private Function<String, Optional<UUID>> unitsOf(UUID bureau) {
        Map<String, UUID> units = directory.unitsByName(bureau);
        return name -> Optional.ofNullable(units.get(name));
    }

    private Predicate<LocalDate> restDays() {
        WorkingDays days = calendar.current();
        return day -> !days.isWorkingDay(day);
    }

    private void mustBeVisible(PlanImport found) {
        if (!caller.mayRead(found.bureauId())) {
            throw Refusal.notFound("import-unknown", found.id());
        }
    }

    private Plan write(PlanImport preview, DraftPlan draft) {
        Plan plan = new Plan(
                TimeOrderedId.next(),
                preview.bureauId(),
                new Plan.Heading(
                        draft.number(),
                        draft.title(),
                        draft.issuer(),
                        draft.issuedOn(),
                        draft.confidential(),
                        draft.goals(),
                        Texts.chinese().text("plan-imported", List.of(preview.id()))));
        plans.persist(plan);
        for (DraftPhase draftPhase : draft.phases()) {
            Phase phase = new Phase(
                    TimeOrderedId.next(),
                    plan,
                    draftPhase.ordinal(),
                    draftPhase.title(),
                    draftPhase.tasks().size());
            entities.persist(phase);
            draftPhase.tasks().forEach(task -> entities.persist(task(phase, task)));
        }
        // another import of the same document may have been confirmed at the same time
        plans.keepNumber(plan);
        return plan;
    }

    private static Task task(Phase phase, DraftTask draft) {
        ReadDeadline deadline = draft.deadline();
        Task task = new Task(
                TimeOrderedId.next(),
                phase,
                new Task.Content(
                        draft.number(),
                        draft.title(),
                        draft.body(),
                        draft.deliverables(),
                        Deadline.of(
                                Deadline.Kind.valueOf(deadline.kind().name()), deadline.opensOn(), deadline.dueOn()),
                        draft.unitIds()),
                draft.leadUnitId() == null ? JointRule.ALL : JointRule.LEAD,
                draft.leadUnitId());
        if (deadline.report() != null) {
            deadline.report().rhythm().ifPresent(task::report);
        }
        return task;
    }

    private String toJson(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("can't be written as JSON: " + value.getClass(), e);
        }
    }

    private DraftPlan fromJson(String draft) {
        try {
            return json.readValue(draft, DraftPlan.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored draft can't be read", e);
        }
    }
}
