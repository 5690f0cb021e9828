package cn.taxrollout.task.deadline;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.deadline.WorkingYear.Holiday;
import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.ETag;
import cn.taxrollout.task.web.IfMatch;
import cn.taxrollout.task.web.Page;
import cn.taxrollout.task.web.Refusal;
import cn.taxrollout.task.web.Refusal.Violation;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The calendar of working days, by year, the same for all bureaus of the installation. */
@Path("/v1/working-days/{year}")
@Tag(name = "working-days")
class WorkingDaysResource {
    private static final int FIRST_YEAR = 2008;
    private static final int LAST_YEAR = 2099;

    private final WorkingYears years;
    private final WorkingCalendar calendar;
    private final Outbox outbox;
    private final BusinessClock clock;
    private final Caller caller;

    WorkingDaysResource(
            WorkingYears years, WorkingCalendar calendar, Outbox outbox, BusinessClock clock, Caller caller) {
        this.years = years;
        this.calendar = calendar;
        this.outbox = outbox;
        this.clock = clock;
        this.caller = caller;
    }

    /** Where what is known of a year comes from. */
    @Schema(name = "WorkingYearSource")
    enum Source {
        /** It was sent. */
        SENT,
        /** It came with the service. */
        SHIPPED,
        /** It isn't known: Monday to Friday is assumed. */
        ASSUMED
    }

    /**
     * @param notice the number of the State Council's notice, such as 国办发明电〔2022〕16号
     * @param holidays stretches of rest, weekends within them included
     * @param shiftedWorkingDays days of the weekend that are worked in exchange
     */
    record NewWorkingYear(
            @NotBlank @Size(max = 120) String notice,
            @NotNull @Size(max = 40) List<@NotNull @Valid Holiday> holidays,
            @NotNull @Size(max = 40) List<@NotNull LocalDate> shiftedWorkingDays) {
        WorkingYear of(int year) {
            return new WorkingYear(year, notice, holidays, shiftedWorkingDays);
        }
    }

    /**
     * @param version 0 unless it was sent
     * @param workingDays how many the year has
     * @param changedAt when this version was sent
     */
    @Schema(name = "WorkingYear")
    record WorkingYearView(
            int year,
            Source source,
            int version,
            String notice,
            List<Holiday> holidays,
            List<LocalDate> shiftedWorkingDays,
            int workingDays,
            OffsetDateTime changedAt,
            Actor changedBy) {
        static WorkingYearView of(WorkingYearVersion sent) {
            WorkingYear year = sent.of();
            return new WorkingYearView(
                    year.year(),
                    Source.SENT,
                    sent.version(),
                    year.notice(),
                    year.holidays(),
                    year.shiftedWorkingDays(),
                    year.workingDays(),
                    BusinessDay.inChina(sent.at()),
                    sent.actor());
        }

        static WorkingYearView unsent(Source source, WorkingYear year) {
            return new WorkingYearView(
                    year.year(),
                    source,
                    0,
                    year.notice(),
                    year.holidays(),
                    year.shiftedWorkingDays(),
                    year.workingDays(),
                    null,
                    null);
        }
    }

    @GET
    @Operation(summary = "The holidays of a year and the days worked in exchange")
    @RolesAllowed({"staff", "task:read"})
    public RestResponse<WorkingYearView> get(@RestPath @Min(FIRST_YEAR) @Max(LAST_YEAR) int year) {
        return answer(years.latest(year).map(WorkingYearView::of).orElseGet(() -> calendar.shipped()
                .year(year)
                .map(known -> WorkingYearView.unsent(Source.SHIPPED, known))
                .orElseGet(() ->
                        WorkingYearView.unsent(Source.ASSUMED, new WorkingYear(year, null, List.of(), List.of())))));
    }

    @PUT
    @Operation(
            summary = "Send a year's holidays and the days worked in exchange",
            description =
                    "By an administrator of a bureau without another above it, or a system. A year that contradicts itself is "
                            + "refused. Every version is kept. What is owed for open tasks is reckoned anew within moments.")
    @RolesAllowed({"staff", "task:write"})
    public RestResponse<WorkingYearView> send(
            @RestPath @Min(FIRST_YEAR) @Max(LAST_YEAR) int year,
            @Valid @NotNull NewWorkingYear content,
            @Context HttpHeaders headers) {
        caller.mustAdministerTopBureau();
        WorkingYear sent = content.of(year);
        List<Violation> contradictions = sent.contradictions();
        if (!contradictions.isEmpty()) {
            throw Refusal.unprocessable("year-unsound", contradictions, Integer.toString(year));
        }
        IfMatch ifMatch = IfMatch.of(headers);
        WorkingYearVersion kept = QuarkusTransaction.requiringNew().call(() -> {
            years.lock();
            int version = years.latest(year).map(WorkingYearVersion::version).orElse(0);
            ifMatch.demand(version);
            var next = new WorkingYearVersion(sent, version + 1, clock.now(), caller.actor());
            years.persist(next);
            var changed = WorkingYearChanged.of(next);
            outbox.append(
                    WorkingYearChanged.key(year), changed.sequence(), WorkingYearChanged.TYPE, next.at(), changed);
            return next;
        });
        calendar.refresh();
        return answer(WorkingYearView.of(kept));
    }

    @GET
    @Path("/versions")
    @Operation(summary = "Every version of a year that was sent, the last first")
    @RolesAllowed({"staff", "task:read"})
    public Page<WorkingYearView> versions(
            @RestPath @Min(FIRST_YEAR) @Max(LAST_YEAR) int year,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        long below = Page.numberPosition(cursor);
        return Page.of(
                years.versions(
                        year, below == 0 ? Integer.MAX_VALUE : (int) Math.min(below, Integer.MAX_VALUE), limit + 1),
                limit,
                version -> Integer.toString(version.version()),
                WorkingYearView::of);
    }

    private static RestResponse<WorkingYearView> answer(WorkingYearView year) {
        return ResponseBuilder.ok(year).tag(ETag.of(year.version())).build();
    }
}
