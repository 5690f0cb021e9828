package cn.taxrollout.task.planimport.draft;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What is odd and what is missing in a draft as it stands, in line order, what concerns the whole document first. Reckoned anew after
 * every correction.
 *
 * @param unresolved what has to be filled in before it can be confirmed
 */
public record DraftReview(List<Anomaly> anomalies, List<Unresolved> unresolved) {

    /** @param isRestDay whether nobody works on a day; asked for any day of the years 2000 to 2100 */
    public static DraftReview of(DraftPlan plan, Predicate<LocalDate> isRestDay) {
        Review review = new Review(plan, isRestDay);
        review.anomalies.sort(Comparator.comparing(Anomaly::line, Comparator.nullsFirst(Comparator.naturalOrder())));
        review.unresolved.sort(
                Comparator.comparing(Unresolved::line, Comparator.nullsFirst(Comparator.naturalOrder())));
        return new DraftReview(List.copyOf(review.anomalies), List.copyOf(review.unresolved));
    }

    private static final class Review {
        private final DraftPlan plan;
        private final Predicate<LocalDate> isRestDay;
        private final List<Anomaly> anomalies = new ArrayList<>();
        private final List<Unresolved> unresolved = new ArrayList<>();

        Review(DraftPlan plan, Predicate<LocalDate> isRestDay) {
            this.plan = plan;
            this.isRestDay = isRestDay;
            anomalies.addAll(plan.noted());
            checkHeading();
            checkClaims();
            checkPhases();
            checkNumbers();
            plan.tasks().forEach(this::checkTask);
        }

        private void checkHeading() {
            checkField("number", plan.number(), Unresolved.Code.NO_DOCUMENT_NUMBER);
            checkField("title", plan.title(), Unresolved.Code.NO_PLAN_TITLE);
            checkField("issuer", plan.issuer(), Unresolved.Code.NO_ISSUER);
            checkField("issuedOn", plan.issuedOn(), Unresolved.Code.NO_ISSUE_DATE);
            if (plan.goals().isEmpty()) {
                add(Anomaly.Code.NO_GOALS, DraftPlan.path("goals"), null);
            }
            if (plan.disclosure() == null) {
                add(Anomaly.Code.NO_DISCLOSURE_MARK, DraftPlan.path("disclosure"), null);
            }
        }

        private void checkField(String field, Object value, Unresolved.Code missing) {
            if (value == null) {
                String path = DraftPlan.path(field);
                unresolved.add(plan.gaps().stream()
                        .filter(gap -> gap.field().equals(path))
                        .findFirst()
                        .orElse(Unresolved.of(missing, path, null)));
            }
        }

        private void checkClaims() {
            for (DraftPlan.Claim claim : plan.claims()) {
                boolean ofTasks = claim.of() == DraftPlan.Claim.Of.TASKS;
                int found = ofTasks ? (int) plan.tasks().count() : plan.phases().size();
                if (found != claim.count()) {
                    Anomaly.Code differs = ofTasks ? Anomaly.Code.TASK_COUNT_DIFFERS : Anomaly.Code.PHASE_COUNT_DIFFERS;
                    add(differs, ofTasks ? "tasks" : "phases", claim.line(), claim.count(), found);
                }
            }
        }

        private void checkPhases() {
            for (DraftPhase phase : plan.phases()) {
                if (phase.tasks().isEmpty()) {
                    add(Anomaly.Code.PHASE_WITHOUT_TASKS, "phases." + phase.key(), phase.line(), phase.title());
                }
            }
            if (plan.tasks().findAny().isEmpty()) {
                unresolved.add(Unresolved.of(Unresolved.Code.NO_TASKS, "tasks", null));
            }
        }

        private void checkNumbers() {
            Map<Integer, DraftTask> ofNumber = new HashMap<>();
            plan.tasks().forEach(task -> {
                DraftTask earlier = ofNumber.putIfAbsent(task.number(), task);
                if (earlier != null) {
                    Object place = earlier.line("number") == null ? earlier.key() : earlier.line("number");
                    add(
                            Anomaly.Code.TASK_NUMBER_REPEATED,
                            task.path("number"),
                            task.line("number"),
                            task.number(),
                            place);
                }
            });
            int expected = 1;
            for (int number : new TreeSet<>(ofNumber.keySet())) {
                if (number > expected) {
                    DraftTask task = ofNumber.get(number);
                    add(
                            Anomaly.Code.TASK_NUMBERS_MISSING,
                            task.path("number"),
                            task.line("number"),
                            expected,
                            number - 1);
                }
                expected = number + 1;
            }
        }

        private void checkTask(DraftTask task) {
            if (task.title() == null) {
                unresolved.add(Unresolved.of(
                        Unresolved.Code.NO_TASK_TITLE, task.path("title"), task.line("title"), task.number()));
            }
            checkUnits(task);
            checkDeadline(task);
            checkBody(task);
        }

        private void checkUnits(DraftTask task) {
            if (task.units().isEmpty()) {
                unresolved.add(Unresolved.of(
                        Unresolved.Code.NO_RESPONSIBLE_UNIT, task.path("units"), task.line("units"), task.number()));
            }
            for (ResponsibleUnit unit : task.units()) {
                if (unit.unitId() == null) {
                    unresolved.add(Unresolved.of(
                            Unresolved.Code.UNKNOWN_UNIT,
                            task.path("units") + "." + unit.name(),
                            task.line("units"),
                            task.number(),
                            unit.name()));
                }
            }
            List<String> leads = task.units().stream()
                    .filter(unit -> unit.role() == ResponsibleUnit.Role.LEAD)
                    .map(ResponsibleUnit::name)
                    .toList();
            if (leads.size() > 1) {
                add(
                        Anomaly.Code.SEVERAL_LEAD_UNITS,
                        task.path("units"),
                        task.line("units"),
                        task.number(),
                        String.join("、", leads),
                        leads.get(0));
            }
            if (!task.units().isEmpty()
                    && task.units().stream().allMatch(unit -> unit.role() == ResponsibleUnit.Role.SUPPORTING)) {
                add(Anomaly.Code.NO_LEAD_UNIT, task.path("units"), task.line("units"), task.number());
            }
        }

        private void checkDeadline(DraftTask task) {
            String field = task.path("deadline");
            Integer line = task.line("deadline");
            DeadlineClause clause = task.clause();
            if (task.deadline() == null) {
                unresolved.add(
                        clause == null
                                ? Unresolved.of(Unresolved.Code.NO_DEADLINE, field, line, task.number())
                                : Unresolved.of(clause.outcome(), field, line, task.number(), clause.words()));
                return;
            }
            if (clause != null && clause.source() == DeadlineClause.Source.BODY) {
                add(
                        Anomaly.Code.DEADLINE_FROM_BODY,
                        field,
                        line,
                        task.number(),
                        clause.words(),
                        task.deadline().inWords());
            } else if (clause != null && clause.source() == DeadlineClause.Source.HEADING) {
                add(
                        Anomaly.Code.DEADLINE_OF_HEADING,
                        field,
                        line,
                        task.number(),
                        clause.words(),
                        task.deadline().inWords());
            } else if (clause != null && clause.reckoned()) {
                add(
                        Anomaly.Code.DEADLINE_RECKONED,
                        field,
                        line,
                        task.number(),
                        clause.words(),
                        task.deadline().inWords());
            }
            if (task.deadline().report() != null
                    && task.deadline().report().rhythm().isEmpty()) {
                add(Anomaly.Code.REPORT_RHYTHM_NOT_KEPT, field, line, task.number());
            }
            LocalDate opensOn = task.deadline().opensOn();
            LocalDate dueOn = task.deadline().dueOn();
            if (dueOn != null && isRestDay.test(dueOn)) {
                add(Anomaly.Code.DUE_ON_REST_DAY, field, line, task.number(), dueOn);
            }
            if (opensOn != null && !opensOn.equals(dueOn) && isRestDay.test(opensOn)) {
                add(Anomaly.Code.OPENS_ON_REST_DAY, field, line, task.number(), opensOn);
            }
            if (dueOn != null && plan.issuedOn() != null && dueOn.isBefore(plan.issuedOn())) {
                add(Anomaly.Code.DUE_BEFORE_ISSUE, field, line, task.number(), dueOn, plan.issuedOn());
            }
        }

        /** A body that names days for the whole of the task must name those of the title; earlier steps may have their own. */
        private void checkBody(DraftTask task) {
            LocalDate near =
                    task.deadline() == null ? plan.issuedOn() : task.deadline().anchor();
            if (near == null || task.clause() != null && task.clause().source() == DeadlineClause.Source.BODY) {
                return; // there is nothing to hold a day of the body against
            }
            Anomaly difference = null;
            boolean agreed = false;
            for (DraftTask.BodyDay day : task.bodyDays()) {
                DeadlineText.Outcome stated = DeadlineText.read(day.words(), ReckoningDay.near(near), true);
                if (stated.why() == Unresolved.Code.IMPOSSIBLE_DEADLINE) {
                    add(
                            Anomaly.Code.IMPOSSIBLE_DATE_IN_BODY,
                            task.path("body"),
                            day.line(),
                            task.number(),
                            day.words());
                } else if (task.deadline() != null && isComparable(stated.deadline(), task.deadline())) {
                    agreed |= agree(stated.deadline(), task.deadline());
                    difference = difference != null
                            ? difference
                            : Anomaly.of(
                                    Anomaly.Code.DEADLINE_DIFFERS_IN_BODY,
                                    task.path("body"),
                                    day.line(),
                                    task.number(),
                                    task.deadline().inWords(),
                                    day.words(),
                                    stated.deadline().inWords());
                }
            }
            if (!agreed && difference != null) {
                anomalies.add(difference);
            }
        }

        /** A last day is compared with a last day, a first day with a first day. */
        private static boolean isComparable(ReadDeadline stated, ReadDeadline deadline) {
            return stated != null
                    && stated.report() == null
                    && (stated.dueOn() != null && deadline.dueOn() != null
                            || stated.dueOn() == null && deadline.opensOn() != null);
        }

        private static boolean agree(ReadDeadline stated, ReadDeadline deadline) {
            boolean sameStart = stated.opensOn() == null
                    || deadline.opensOn() == null
                    || stated.opensOn().equals(deadline.opensOn());
            boolean sameEnd = stated.dueOn() == null || stated.dueOn().equals(deadline.dueOn());
            return sameStart && sameEnd;
        }

        private void add(Anomaly.Code code, String field, Integer line, Object... arguments) {
            anomalies.add(Anomaly.of(code, field, line, arguments));
        }
    }
}
