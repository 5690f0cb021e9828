package cn.taxrollout.task.tasks;

import cn.taxrollout.task.deadline.ReportRhythm;
import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** When reports on one continuing task are due, where that is another time than for the rest of the plan. */
@Path("/v1/tasks/{id}/report-rhythm")
@Tag(name = "deadlines")
class ReportRhythmResource {
    private final DeadlineMoves moves;

    ReportRhythmResource(DeadlineMoves moves) {
        this.moves = moves;
    }

    /** @param day of the week from 1 for Monday, or of the month; a month that is too short has it on its last day */
    @Schema(name = "NewReportRhythm")
    record NewRhythm(
            @NotNull ReportRhythm.Interval interval,
            @NotNull @Min(1) @Max(31) Integer day) {}

    /** @param ofPlan whether it is the plan's */
    @Schema(name = "TaskReportRhythm")
    record RhythmView(ReportRhythm.Interval interval, int day, boolean ofPlan) {}

    @PUT
    @Operation(summary = "Set when reports on a continuing task are due")
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<RhythmView> set(
            @RestPath UUID id, @Valid @NotNull NewRhythm asked, @Context HttpHeaders headers) {
        var rhythm = new ReportRhythm(asked.interval(), asked.day());
        if (!rhythm.fits()) {
            throw Refusal.unprocessable(
                    "rhythm-unsound",
                    List.of(new Violation(
                            "day",
                            "rhythm-day",
                            rhythm.interval(),
                            rhythm.interval().days())));
        }
        return answer(moves.report(id, IfMatch.of(headers), rhythm));
    }

    @DELETE
    @Operation(summary = "Let reports on a continuing task be due as the plan says")
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<RhythmView> followPlan(@RestPath UUID id, @Context HttpHeaders headers) {
        return answer(moves.report(id, IfMatch.of(headers), null));
    }

    private static RestResponse<RhythmView> answer(Task task) {
        ReportRhythm rhythm = task.rhythm();
        return ResponseBuilder.ok(new RhythmView(rhythm.interval(), rhythm.day(), task.ownRhythm() == null))
                .tag(ETag.of(task.version()))
                .build();
    }
}
