package cn.taxrollout.task.plan;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.ReminderLadder;
import cn.taxrollout.task.deadline.ReportRhythm;
import cn.taxrollout.task.deadline.RestDayPolicy;
import cn.taxrollout.task.web.ETag;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A plan as callers see it.
 *
 * @param provenance what it carries out or was read from
 * @param deadlinesInclusive whether a deadline 某日前 takes in that day
 * @param restDayPolicy what becomes of a last day that is a rest day
 * @param publishedAt null for a draft
 * @param revision number of the version in force: 1 for what was published, one more for each change since; 0 for a draft
 * @param closedAt null until it is closed
 * @param closingSummary how it ended, null until it is closed
 */
@Schema(name = "Plan")
public record PlanView(
        UUID id,
        UUID bureauId,
        String number,
        String title,
        String issuer,
        LocalDate issuedOn,
        boolean confidential,
        String goals,
        String provenance,
        PlanState state,
        boolean deadlinesInclusive,
        RestDayPolicy restDayPolicy,
        LadderView reminders,
        OffsetDateTime publishedAt,
        int revision,
        OffsetDateTime closedAt,
        String closingSummary) {

    /** When the plan's tasks are reminded of, in working days; see the reminder ladder. */
    @Schema(name = "ReminderLadder")
    record LadderView(
            List<Integer> daysBefore,
            LocalTime at,
            int overdueEvery,
            List<Integer> escalatesFrom,
            int receiptWithin,
            int receiptEvery,
            int staleAfter,
            int staleEvery,
            ReportRhythm reports) {
        static LadderView of(ReminderLadder ladder) {
            return new LadderView(
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
    }

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.id(),
                plan.bureauId(),
                plan.number(),
                plan.title(),
                plan.issuer(),
                plan.issuedOn(),
                plan.confidential(),
                plan.goals(),
                plan.provenance(),
                plan.state(),
                plan.deadlinePolicy().inclusive(),
                plan.deadlinePolicy().restDays(),
                LadderView.of(plan.ladder()),
                BusinessDay.inChina(plan.publishedAt()),
                plan.revision(),
                BusinessDay.inChina(plan.closedAt()),
                plan.closingSummary());
    }

    /** The answer that carries this plan and its version. */
    public static Response answer(Response.ResponseBuilder response, Plan plan) {
        return response.entity(of(plan)).tag(ETag.of(plan.version())).build();
    }
}
