package cn.taxrollout.task.plan;

import cn.taxrollout.task.deadline.DeadlinePolicy;
import cn.taxrollout.task.deadline.ReminderLadder;
import cn.taxrollout.task.deadline.ReportRhythm;
import cn.taxrollout.task.deadline.RestDayPolicy;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a plan reads its deadlines and when it reminds of its tasks, as callers write and read it. Days are working days.
 *
 * @param deadlinesInclusive whether a deadline 某日前 takes in that day
 * @param restDays what becomes of a last day, or a report day, that is a rest day
 * @param daysBefore days before the due date on which to remind; 0 is the due date itself
 * @param at the time of day in China
 * @param overdueEvery days between two announcements that a task is overdue
 * @param escalatesFrom days overdue from which levels 1, 2 and 3 hold; the first is 1
 * @param receiptWithin days within which a unit is to sign for its share, and days between two reminders that it hasn't
 * @param staleAfter days without a report after which a unit at work is asked for one, and days between two such questions
 * @param reports when reports on continuing work are due
 */
@Schema(name = "ReminderPolicy")
public record PlanPolicy(
        @NotNull Boolean deadlinesInclusive,
        @NotNull RestDayPolicy restDays,
        @NotNull @Size(max = 10) List<@NotNull @Min(0) @Max(60) Integer> daysBefore,
        @NotNull LocalTime at,
        @NotNull @Min(1) @Max(30) Integer overdueEvery,
        @NotNull @Size(min = 3, max = 3) List<@NotNull @Min(1) @Max(60) Integer> escalatesFrom,
        @NotNull @Min(1) @Max(30) Integer receiptWithin,
        @NotNull @Min(1) @Max(30) Integer receiptEvery,
        @NotNull @Min(1) @Max(60) Integer staleAfter,
        @NotNull @Min(1) @Max(60) Integer staleEvery,
        @NotNull @Valid ReportRhythm reports) {

    public static PlanPolicy of(Plan plan) {
        return of(plan.deadlinePolicy(), plan.ladder());
    }

    static PlanPolicy of(DeadlinePolicy deadlines, ReminderLadder ladder) {
        return new PlanPolicy(
                deadlines.inclusive(),
                deadlines.restDays(),
                ladder.daysBefore(),
                ladder.at(),
                ladder.overdueEvery(),
                ladder.escalatesFrom(),
                ladder.receiptWithin(),
                ladder.receiptEvery(),
                ladder.staleAfter(),
                ladder.staleEvery(),
                ladder.reports());
    }

    DeadlinePolicy deadlines() {
        return new DeadlinePolicy(deadlinesInclusive, restDays);
    }

    ReminderLadder ladder() {
        return new ReminderLadder(
                daysBefore.stream().sorted(Comparator.reverseOrder()).toList(),
                at,
                overdueEvery,
                escalatesFrom,
                receiptWithin,
                receiptEvery,
                staleAfter,
                staleEvery,
                reports);
    }

    /** @throws Refusal 422 if parts of it don't go together */
    void mustBeSound() {
        List<Violation> found = new ArrayList<>();
        if (new HashSet<>(daysBefore).size() < daysBefore.size()) {
            found.add(new Violation("daysBefore", "ladder-twice"));
        }
        if (at.getSecond() != 0 || at.getNano() != 0) {
            found.add(new Violation("at", "ladder-not-a-minute"));
        }
        if (escalatesFrom.get(0) != 1) {
            found.add(new Violation("escalatesFrom[0]", "ladder-first-level"));
        }
        for (int i = 1; i < escalatesFrom.size(); i++) {
            if (escalatesFrom.get(i) <= escalatesFrom.get(i - 1)) {
                found.add(new Violation("escalatesFrom[" + i + "]", "ladder-levels-rise", escalatesFrom.get(i - 1)));
            }
        }
        if (reports.interval() == null) {
            found.add(new Violation(
                    "reports.interval",
                    "must-be-one-of",
                    Arrays.stream(ReportRhythm.Interval.values())
                            .map(Enum::name)
                            .collect(Collectors.joining(", "))));
        } else if (!reports.fits()) {
            found.add(new Violation(
                    "reports.day",
                    "rhythm-day",
                    reports.interval(),
                    reports.interval().days()));
        }
        if (!found.isEmpty()) {
            throw Refusal.unprocessable("policy-unsound", found);
        }
    }
}
