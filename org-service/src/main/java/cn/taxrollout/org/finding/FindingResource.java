package cn.taxrollout.org.finding;

import cn.taxrollout.org.web.Page;
import cn.taxrollout.org.web.Texts;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1")
@Tag(name = "findings")
class FindingResource {
    private final Findings findings;
    private final Clock clock;

    FindingResource(Findings findings, Clock clock) {
        this.findings = findings;
        this.clock = clock;
    }

    record FindingUnit(
            UUID id,
            @Schema(examples = "G-RISK") String code,
            @Schema(examples = "数据风险组") String name) {
        static FindingUnit of(Finding.Unit unit) {
            return unit == null ? null : new FindingUnit(unit.id(), unit.code(), unit.name());
        }
    }

    record FindingSeat(UUID id, @Schema(examples = "副组长") String title) {}

    record FindingPerson(
            UUID id,
            @Schema(examples = "N1038") String staffNo,
            @Schema(examples = "冯砚舟") String name) {
        static FindingPerson of(Finding.Person person) {
            return person == null ? null : new FindingPerson(person.id(), person.staffNo(), person.name());
        }
    }

    /**
     * What somebody should look at. What doesn't apply to its type is absent.
     *
     * @param unit which it is about; of a person without section the last one, of a recusal the group that does tasks
     * @param other the section that is spoken of; of a recusal the supervising group
     * @param standsInFor for whom the person sits in one of the two groups of a recusal, if not by an own seat in both
     * @param message in the caller's language
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FindingView(
            @Schema(examples = "SEAT_WITHOUT_HOLDER") FindingType type,
            @Schema(nullable = true) FindingUnit unit,
            @Schema(nullable = true) FindingSeat seat,
            @Schema(nullable = true) FindingPerson person,
            @Schema(nullable = true) FindingUnit other,
            @Schema(nullable = true) FindingPerson standsInFor,
            @Schema(examples = "“数据风险组”的“副组长”席位没有人任职") String message) {
        static FindingView of(Finding finding, Texts texts) {
            return new FindingView(
                    finding.type(),
                    FindingUnit.of(finding.unit()),
                    finding.seat() == null
                            ? null
                            : new FindingSeat(
                                    finding.seat().id(), finding.seat().title()),
                    FindingPerson.of(finding.person()),
                    FindingUnit.of(finding.other()),
                    FindingPerson.of(finding.standsInFor()),
                    texts.text(finding.textCode(), finding.textArguments()));
        }
    }

    @GET
    @Path("/units/{id}/findings")
    @Operation(summary = "What somebody should look at in a unit and below it")
    @RolesAllowed({"staff", "org:read"})
    public Page<FindingView> list(
            @RestPath UUID id,
            @QueryParam("type") FindingType type,
            @QueryParam("at") LocalDate at,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor,
            @Context HttpHeaders headers) {
        Texts texts = Texts.of(headers);
        List<Finding> found = findings.of(
                id,
                at == null ? LocalDate.now(clock) : at,
                type,
                Page.position(cursor, FindingQuery.Position::read, FindingQuery.Position.FIRST),
                limit + 1);
        return Page.of(
                found,
                limit,
                finding -> FindingQuery.Position.of(finding).toString(),
                finding -> FindingView.of(finding, texts));
    }
}
