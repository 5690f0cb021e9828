package cn.taxrollout.task.planimport.draft;

import cn.taxrollout.task.web.Patched;
import cn.taxrollout.task.web.Refusal;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a person changes in a draft, as a JSON merge patch (RFC 7396): what is absent stays, null clears. Phases and tasks go by their keys,
 * units by their names: null removes one, a key that isn't there adds one.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "PlanImportCorrection")
public record Correction(
        Optional<@NotNull @Valid Heading> plan,

        @Schema(additionalProperties = Phase.class)
        Optional<@NotNull @Size(max = MOST_PARTS) Map<@Pattern(regexp = KEY) String, Optional<@Valid Phase>>> phases,

        @Schema(additionalProperties = Task.class)
        Optional<@NotNull @Size(max = MOST_PARTS) Map<@Pattern(regexp = KEY) String, Optional<@Valid Task>>> tasks) {

    private static final String KEY = "[A-Za-z0-9_-]{1,40}";
    private static final String TEXT = "(?=.*\\S)\\P{Cntrl}*";
    private static final String PARAGRAPHS = "[\\P{Cntrl}\n]*";
    private static final int MOST_PARTS = 2_000;
    private static final int MOST_OF_TASK = 100;
    private static final int SHORT = 500;
    private static final int LONG = 20_000;

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlanImportHeadingCorrection")
    public record Heading(
            Optional<@Pattern(regexp = TEXT) @Size(max = SHORT) String> number,
            Optional<@Pattern(regexp = TEXT) @Size(max = SHORT) String> title,
            Optional<@Pattern(regexp = TEXT) @Size(max = SHORT) String> issuer,
            Optional<LocalDate> issuedOn,
            Optional<@Pattern(regexp = TEXT) @Size(max = SHORT) String> disclosure,
            Optional<@NotNull Boolean> confidential,
            Optional<@Pattern(regexp = PARAGRAPHS) @Size(max = LONG) String> goals) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlanImportPhaseCorrection")
    public record Phase(Optional<@NotNull @Pattern(regexp = TEXT) @Size(max = SHORT) String> title) {}

    /** @param phase the key of the phase it belongs to */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlanImportTaskCorrection")
    public record Task(
            Optional<@NotNull String> phase,
            Optional<@NotNull @Min(1) @Max(9999) Integer> number,
            Optional<@Pattern(regexp = TEXT) @Size(max = SHORT) String> title,
            Optional<@Valid DeadlineCorrection> deadline,
            Optional<@Pattern(regexp = PARAGRAPHS) @Size(max = LONG) String> body,

            @Schema(additionalProperties = Unit.class)
            Optional<
                            @Size(max = MOST_OF_TASK) Map<
                                    @Pattern(regexp = TEXT) @Size(max = SHORT) String, Optional<@Valid Unit>>>
                    units,

            Optional<@Size(max = MOST_OF_TASK) List<@NotNull @Pattern(regexp = TEXT) @Size(max = SHORT) String>>
                    deliverables) {}

    /** Dates that the kind doesn't have go by themselves when the kind changes. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlanImportDeadlineCorrection")
    public record DeadlineCorrection(
            Optional<ReadDeadline.@NotNull Kind> kind,
            Optional<LocalDate> opensOn,
            Optional<LocalDate> dueOn,
            Optional<@Valid Report> report) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlanImportPeriodicReportCorrection")
    public record Report(
            Optional<PeriodicReport.@NotNull Every> every, Optional<Integer> month, Optional<Integer> day) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PlanImportUnitCorrection")
    public record Unit(Optional<UUID> unitId, Optional<ResponsibleUnit.@NotNull Role> role) {}

    /**
     * The draft with this correction, its deadlines reckoned anew.
     *
     * @param unitNamed finds the unit that bears a name
     * @param isUnit whether there is such a unit in the bureau
     * @param isRestDay whether nobody works on a day
     * @throws Refusal 422 that names every field that can't be
     */
    public DraftPlan applyTo(
            DraftPlan draft,
            Function<String, Optional<UUID>> unitNamed,
            Predicate<UUID> isUnit,
            Predicate<LocalDate> isRestDay) {
        return new Application(draft, unitNamed, isUnit).apply(this).reckoned(isRestDay);
    }

    /** A draft in the making. */
    private static final class Application {
        private final DraftPlan draft;
        private final Function<String, Optional<UUID>> unitNamed;
        private final Predicate<UUID> isUnit;
        private final Map<String, DraftPhase> phases = new LinkedHashMap<>();
        private final Map<String, List<DraftTask>> tasksOfPhase = new LinkedHashMap<>();
        private final Set<String> touched = new TreeSet<>();
        private final List<Refusal.Violation> violations = new ArrayList<>();

        Application(DraftPlan draft, Function<String, Optional<UUID>> unitNamed, Predicate<UUID> isUnit) {
            this.draft = draft;
            this.unitNamed = unitNamed;
            this.isUnit = isUnit;
            for (DraftPhase phase : draft.phases()) {
                phases.put(phase.key(), phase);
                tasksOfPhase.put(phase.key(), new ArrayList<>(phase.tasks()));
            }
        }

        DraftPlan apply(Correction correction) {
            Map<String, Optional<Phase>> ofPhases = Patched.value(correction.phases, Map.of());
            ofPhases.forEach((key, change) -> change.ifPresent(given -> put(key, given)));
            Patched.value(correction.tasks, Map.<String, Optional<Task>>of()).forEach(this::put);
            ofPhases.forEach((key, change) -> {
                if (change.isEmpty()) {
                    remove(key);
                }
            });
            Heading given = Patched.value(correction.plan, null);
            if (given != null && given.issuedOn != null) {
                checkYear("plan.issuedOn", given.issuedOn.orElse(null));
            }
            if (!violations.isEmpty()) {
                throw Refusal.unprocessable("correction-refused", violations);
            }
            return heading(given);
        }

        private DraftPlan heading(Heading given) {
            Heading change = given == null ? new Heading(null, null, null, null, null, null, null) : given;
            Set<String> corrected = new TreeSet<>(draft.corrected());
            note(corrected, "plan", "number", change.number);
            note(corrected, "plan", "title", change.title);
            note(corrected, "plan", "issuer", change.issuer);
            note(corrected, "plan", "issuedOn", change.issuedOn);
            note(corrected, "plan", "disclosure", change.disclosure);
            note(corrected, "plan", "confidential", change.confidential);
            note(corrected, "plan", "goals", change.goals);
            String goals = Patched.value(change.goals, draft.goals());
            List<DraftPhase> others = new ArrayList<>();
            for (DraftPhase phase : phases.values()) {
                others.add(new DraftPhase(
                        phase.key(),
                        others.size() + 1,
                        phase.title(),
                        phase.period(),
                        tasksOfPhase.get(phase.key()).stream()
                                .map(this::withUnitsKnownByNow)
                                .toList(),
                        phase.corrected(),
                        phase.lines()));
            }
            return new DraftPlan(
                    Patched.value(change.number, draft.number()),
                    Patched.value(change.title, draft.title()),
                    Patched.value(change.issuer, draft.issuer()),
                    Patched.value(change.issuedOn, draft.issuedOn()),
                    Patched.value(change.disclosure, draft.disclosure()),
                    Patched.value(change.confidential, draft.confidential()),
                    goals == null ? "" : goals,
                    draft.year(),
                    others,
                    draft.claims(),
                    draft.noted().stream()
                            .filter(anomaly -> !isTouched(anomaly.field()))
                            .toList(),
                    draft.gaps().stream().filter(gap -> !isTouched(gap.field())).toList(),
                    draft.document(),
                    corrected,
                    draft.lines());
        }

        private void checkYear(String field, LocalDate day) {
            if (day != null && !ReckoningDay.isPossibleYear(day.getYear())) {
                violations.add(new Refusal.Violation(field, "year-impossible"));
            }
        }

        private boolean isTouched(String field) {
            return field != null
                    && touched.stream().anyMatch(path -> field.equals(path) || field.startsWith(path + "."));
        }

        private void note(Set<String> corrected, String parent, String field, Object given) {
            if (given != null) {
                corrected.add(field);
                touched.add(parent + "." + field);
            }
        }

        private void put(String key, Phase change) {
            DraftPhase old =
                    phases.getOrDefault(key, new DraftPhase(key, 1, null, null, List.of(), Set.of(), Map.of()));
            Set<String> corrected = new TreeSet<>(old.corrected());
            note(corrected, "phases." + key, "title", change.title);
            String title = Patched.value(change.title, old.title());
            if (title == null) {
                violations.add(new Refusal.Violation("phases." + key + ".title", "phase-title-needed"));
            }
            phases.put(key, new DraftPhase(key, 1, title, old.period(), List.of(), corrected, old.lines()));
            tasksOfPhase.putIfAbsent(key, new ArrayList<>());
        }

        private void remove(String phase) {
            if (!tasksOfPhase.getOrDefault(phase, List.of()).isEmpty()) {
                violations.add(new Refusal.Violation("phases." + phase, "phase-has-tasks"));
            }
            phases.remove(phase);
            tasksOfPhase.remove(phase);
            touched.add("phases." + phase);
        }

        private void put(String key, Optional<Task> change) {
            String phase = tasksOfPhase.entrySet().stream()
                    .filter(of ->
                            of.getValue().stream().anyMatch(task -> task.key().equals(key)))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
            if (change.isEmpty()) {
                touched.add("tasks." + key);
                if (phase != null) {
                    tasksOfPhase.get(phase).removeIf(task -> task.key().equals(key));
                }
                return;
            }
            String target = Patched.value(change.get().phase, phase);
            if (!tasksOfPhase.containsKey(target)) {
                violations.add(
                        target == null
                                ? new Refusal.Violation("tasks." + key + ".phase", "phase-needed")
                                : new Refusal.Violation("tasks." + key + ".phase", "phase-not-there", target));
                return;
            }
            List<DraftTask> home = tasksOfPhase.get(target);
            DraftTask old = phase == null ? added(key) : find(tasksOfPhase.get(phase), key);
            DraftTask corrected = corrected(old, change.get());
            if (target.equals(phase)) {
                home.replaceAll(task -> task.key().equals(key) ? corrected : task);
            } else {
                if (phase != null) {
                    tasksOfPhase.get(phase).remove(old);
                }
                home.add(corrected);
            }
        }

        private static DraftTask find(List<DraftTask> tasks, String key) {
            return tasks.stream()
                    .filter(task -> task.key().equals(key))
                    .findFirst()
                    .orElseThrow();
        }

        private DraftTask added(String key) {
            int next = 1
                    + tasksOfPhase.values().stream()
                            .flatMap(List::stream)
                            .mapToInt(DraftTask::number)
                            .max()
                            .orElse(0);
            return new DraftTask(key, next, null, null, null, "", List.of(), List.of(), List.of(), Set.of(), Map.of());
        }

        private DraftTask corrected(DraftTask old, Task change) {
            String path = "tasks." + old.key();
            Set<String> corrected = new TreeSet<>(old.corrected());
            note(corrected, path, "phase", change.phase);
            note(corrected, path, "number", change.number);
            note(corrected, path, "title", change.title);
            note(corrected, path, "deadline", change.deadline);
            note(corrected, path, "body", change.body);
            note(corrected, path, "units", change.units);
            note(corrected, path, "deliverables", change.deliverables);
            String body = change.body == null ? old.body() : change.body.orElse("");
            List<String> deliverables = Patched.value(change.deliverables, old.deliverables());
            return new DraftTask(
                    old.key(),
                    Patched.value(change.number, old.number()),
                    Patched.value(change.title, old.title()),
                    change.deadline == null ? old.deadline() : deadline(old, change.deadline.orElse(null)),
                    change.deadline == null ? old.clause() : null,
                    body,
                    change.body == null ? old.bodyDays() : bodyDays(old, body),
                    change.units == null ? old.units() : units(old, change.units.orElse(null)),
                    deliverables == null
                            ? List.of()
                            : deliverables.stream().distinct().toList(),
                    corrected,
                    old.lines());
        }

        private static List<DraftTask.BodyDay> bodyDays(DraftTask old, String body) {
            Integer line = old.line("body");
            return DeadlineText.within(body).stream()
                    .map(found -> new DraftTask.BodyDay(found.words(), line))
                    .toList();
        }

        private ReadDeadline deadline(DraftTask task, DeadlineCorrection change) {
            if (change == null) {
                return null;
            }
            ReadDeadline old = task.deadline();
            ReadDeadline.Kind kind = Patched.value(change.kind, old == null ? null : old.kind());
            if (kind == null) {
                violations.add(new Refusal.Violation(task.path("deadline.kind"), "deadline-kind-needed"));
                return old;
            }
            LocalDate opensOn =
                    change.opensOn != null || old == null ? Patched.value(change.opensOn, null) : old.opensOn();
            LocalDate dueOn = change.dueOn != null || old == null ? Patched.value(change.dueOn, null) : old.dueOn();
            if (kind == ReadDeadline.Kind.ON) {
                opensOn = change.opensOn == null ? dueOn : opensOn;
                dueOn = change.dueOn == null ? opensOn : dueOn;
            } else if (kind == ReadDeadline.Kind.BEFORE && change.opensOn == null) {
                opensOn = null;
            } else if (kind == ReadDeadline.Kind.FROM && change.dueOn == null) {
                dueOn = null;
            }
            PeriodicReport owed = old == null || kind != ReadDeadline.Kind.FROM ? null : old.report();
            ReadDeadline deadline = new ReadDeadline(
                    kind,
                    opensOn,
                    dueOn,
                    change.report == null ? owed : report(task, owed, change.report.orElse(null)));
            checkYear(task.path("deadline.opensOn"), opensOn);
            checkYear(task.path("deadline.dueOn"), dueOn);
            if (!deadline.isConsistent()) {
                violations.add(new Refusal.Violation(task.path("deadline"), "deadline-inconsistent." + kind));
                return old;
            }
            return deadline;
        }

        private PeriodicReport report(DraftTask task, PeriodicReport old, Report change) {
            if (change == null) {
                return null;
            }
            PeriodicReport.Every every = Patched.value(change.every, old == null ? null : old.every());
            if (every == null) {
                violations.add(new Refusal.Violation(task.path("deadline.report.every"), "report-period-needed"));
                return old;
            }
            return new PeriodicReport(
                    every,
                    Patched.value(change.month, old == null ? null : old.month()),
                    Patched.value(change.day, old == null ? null : old.day()));
        }

        private List<ResponsibleUnit> units(DraftTask task, Map<String, Optional<Unit>> change) {
            if (change == null) {
                return List.of();
            }
            Map<String, ResponsibleUnit> units = new LinkedHashMap<>();
            task.units().forEach(unit -> units.put(unit.name(), unit));
            change.forEach((name, given) -> {
                if (given.isEmpty()) {
                    units.remove(name);
                    return;
                }
                ResponsibleUnit old = units.getOrDefault(
                        name, new ResponsibleUnit(name, unitNamed.apply(name).orElse(null), null));
                UUID unitId = Patched.value(given.get().unitId, old.unitId());
                if (unitId != null && given.get().unitId != null && !isUnit.test(unitId)) {
                    violations.add(
                            new Refusal.Violation(task.path("units") + "." + name + ".unitId", "unit-unknown", unitId));
                }
                units.put(name, new ResponsibleUnit(name, unitId, Patched.value(given.get().role, old.role())));
            });
            return List.copyOf(units.values());
        }

        /** A unit that was entered into the directory meanwhile needs no correction. */
        private DraftTask withUnitsKnownByNow(DraftTask task) {
            return task.withUnits(task.units().stream()
                    .map(unit -> unit.unitId() != null
                            ? unit
                            : new ResponsibleUnit(
                                    unit.name(), unitNamed.apply(unit.name()).orElse(null), unit.role()))
                    .toList());
        }
    }
}
