package cn.taxrollout.task.revision;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.plan.Plan;
import cn.taxrollout.task.plan.PlanChange;
import cn.taxrollout.task.plan.PlanRepository;
import cn.taxrollout.task.revision.Comparison.Difference;
import cn.taxrollout.task.revision.Comparison.FieldChange;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.web.Page;
import cn.taxrollout.task.web.Refusal;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/plans/{id}/versions")
@Tag(name = "plans")
class PlanVersionResource {
    private final PlanVersions versions;
    private final PlanRepository plans;
    private final Directory directory;
    private final Caller caller;

    PlanVersionResource(PlanVersions versions, PlanRepository plans, Directory directory, Caller caller) {
        this.versions = versions;
        this.plans = plans;
        this.directory = directory;
        this.caller = caller;
    }

    /** @param reason null for the publication, which is version 1 */
    @Schema(name = "PlanVersionSummary")
    record SummaryView(int version, OffsetDateTime at, Actor actor, String reason) {
        static SummaryView of(PlanVersion version) {
            return new SummaryView(
                    version.version(), BusinessDay.inChina(version.at()), version.actor(), version.reason());
        }
    }

    /** @param units the names by now of the units that it speaks of */
    @Schema(name = "PlanVersion")
    record VersionView(
            int version,
            OffsetDateTime at,
            Actor actor,
            String reason,
            PlanContent.Heading plan,
            List<PlanContent.PhasePart> phases,
            List<PlanContent.TaskPart> tasks,
            List<NameView> units) {}

    @Schema(name = "UnitName")
    record NameView(UUID id, String name) {}

    @Schema(name = "PlanVersionPhaseName")
    record PhaseName(UUID id, int ordinal, String title) {
        static PhaseName of(JsonNode phase) {
            return new PhaseName(
                    UUID.fromString(phase.get("id").asText()),
                    phase.get("ordinal").asInt(),
                    phase.get("title").asText());
        }
    }

    @Schema(name = "PlanVersionTaskName")
    record TaskName(UUID id, int number, String title) {}

    /**
     * @param field with dots for what lies within, such as deadline.dueOn
     * @param from absent for none; units and phases by their ids
     * @param to absent for none
     */
    @Schema(name = "PlanFieldChange")
    record FieldView(
            @Schema(examples = "deadline.dueOn") String field,
            @Schema(implementation = Object.class) JsonNode from,
            @Schema(implementation = Object.class) JsonNode to) {
        static FieldView of(FieldChange change) {
            return new FieldView(change.field(), change.from(), change.to());
        }
    }

    /**
     * @param phase the phase that is meant, or in which the task stands; null for the plan itself
     * @param task null unless it is one
     */
    @Schema(name = "PlanDifference")
    record DifferenceView(
            PlanChange.Subject subject,
            PlanChange.Kind change,
            @Schema(nullable = true) PhaseName phase,
            TaskName task,
            List<FieldView> fields) {}

    /** @param units the names by now of the units that the changes speak of */
    @Schema(name = "PlanComparison")
    record ComparisonView(int version, int since, List<DifferenceView> changes, List<NameView> units) {}

    @GET
    @Operation(summary = "Every version of a plan since its publication, the last first")
    @RolesAllowed({"staff", "task:read"})
    public Page<SummaryView> list(
            @RestPath UUID id,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        readable(id);
        long below = Page.numberPosition(cursor);
        return Page.of(
                versions.below(
                        id, below <= 0 ? Integer.MAX_VALUE : (int) Math.min(below, Integer.MAX_VALUE), limit + 1),
                limit,
                version -> Integer.toString(version.version()),
                SummaryView::of);
    }

    @GET
    @Path("/{version}")
    @Operation(summary = "All that a plan said in a version")
    @RolesAllowed({"staff", "task:read"})
    public VersionView get(@RestPath UUID id, @RestPath int version) {
        PlanVersion found = versions.get(readable(id), version);
        PlanContent content = versions.content(found);
        Set<UUID> units = new LinkedHashSet<>();
        content.tasks().forEach(task -> units.addAll(task.unitIds()));
        return new VersionView(
                found.version(),
                BusinessDay.inChina(found.at()),
                found.actor(),
                found.reason(),
                content.plan(),
                content.phases(),
                content.tasks(),
                names(units));
    }

    @GET
    @Path("/{version}/changes")
    @Operation(summary = "What a version has otherwise than an earlier one, field by field")
    @RolesAllowed({"staff", "task:read"})
    public ComparisonView changes(
            @RestPath UUID id,
            @RestPath int version,
            @Parameter(description = "the earlier version, 0 for nothing; the one before if left out")
                    @QueryParam("since")
                    @Min(0)
                    Integer since) {
        Plan plan = readable(id);
        int earlier = since == null ? version - 1 : since;
        PlanVersions.Compared compared = versions.compare(plan, version, earlier);
        Map<String, JsonNode> phases = new HashMap<>();
        if (compared.before() != null) {
            compared.before()
                    .get("phases")
                    .forEach(phase -> phases.put(phase.get("id").asText(), phase));
        }
        compared.after()
                .get("phases")
                .forEach(phase -> phases.put(phase.get("id").asText(), phase));
        Set<UUID> units = new LinkedHashSet<>();
        compared.differences().forEach(difference -> units.addAll(units(difference)));
        return new ComparisonView(
                version,
                earlier,
                compared.differences().stream()
                        .map(difference -> view(difference, phases))
                        .toList(),
                names(units));
    }

    private static DifferenceView view(Difference difference, Map<String, JsonNode> phases) {
        JsonNode state = difference.state();
        List<FieldView> fields = difference.fields().stream().map(FieldView::of).toList();
        return switch (difference.subject()) {
            case PLAN -> new DifferenceView(difference.subject(), difference.kind(), null, null, fields);
            case PHASE ->
                new DifferenceView(difference.subject(), difference.kind(), PhaseName.of(state), null, fields);
            case TASK ->
                new DifferenceView(
                        difference.subject(),
                        difference.kind(),
                        PhaseName.of(phases.get(state.get("phaseId").asText())),
                        new TaskName(
                                UUID.fromString(state.get("id").asText()),
                                state.get("number").asInt(),
                                state.get("title").asText()),
                        fields);
        };
    }

    /** The units that the fields of a difference name. */
    private static Set<UUID> units(Difference difference) {
        Set<UUID> units = new LinkedHashSet<>();
        for (FieldChange change : difference.fields()) {
            for (JsonNode value : new JsonNode[] {change.from(), change.to()}) {
                if (value != null && change.field().equals("unitIds")) {
                    value.forEach(unit -> units.add(UUID.fromString(unit.asText())));
                } else if (value != null && change.field().equals("leadUnitId")) {
                    units.add(UUID.fromString(value.asText()));
                } else if (value != null && change.field().equals("extensions")) {
                    value.forEach(extension ->
                            units.add(UUID.fromString(extension.get("unitId").asText())));
                }
            }
        }
        return units;
    }

    private List<NameView> names(Set<UUID> units) {
        Map<UUID, String> names = directory.unitNames(units);
        return units.stream().map(id -> new NameView(id, names.get(id))).toList();
    }

    private Plan readable(UUID id) {
        Plan plan = plans.get(id);
        if (!caller.mayRead(plan.bureauId())) {
            throw Refusal.notFound("plan-unknown", id);
        }
        return plan;
    }
}
