package cn.taxrollout.org.history;

import cn.taxrollout.org.security.Actor;
import cn.taxrollout.org.web.Page;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1")
@Tag(name = "changes")
class ChangeResource {
    /** What in a state is not for everybody who may read changes. */
    private static final Map<Subject, List<String>> PRIVATE = Map.of(
            Subject.STAFF_MEMBER, List.of("email", "mobile", "chatId"),
            Subject.STAND_IN, List.of("reason"));

    private static final TypeReference<Map<String, Object>> STATE = new TypeReference<>() {};

    private final Changes changes;
    private final ObjectMapper json;

    ChangeResource(Changes changes, ObjectMapper json) {
        this.changes = changes;
        this.json = json;
    }

    /**
     * Who made a change.
     *
     * @param name the staff number of a person, the client's name of a system, the rule's name
     * @param client the client through which a person or system came
     */
    record ChangeActor(
            Actor.Kind kind,
            @Schema(examples = "N1064") String name,

            @Schema(nullable = true, examples = "tax-rollout-web")
            String client) {}

    /**
     * One change.
     *
     * @param number rises with every change in the installation
     * @param requestId of the request that made it
     * @param unitId the unit whose administrators may read of it; null for what concerns the whole installation
     * @param state the full state after it, without contact points and reasons for a system that only reads
     */
    record ChangeView(
            @Schema(examples = "4711") long number,
            Instant at,
            ChangeActor actor,

            @Schema(nullable = true, examples = "01941f29-7c00-7000-8000-000000000901")
            String requestId,

            Change.Action action,
            Subject subject,
            UUID subjectId,
            @Schema(examples = "3") long subjectVersion,
            @Schema(nullable = true) UUID unitId,

            @Schema(examples = "{\"code\":\"G-RISK\",\"name\":\"数据风险组\"}")
            Map<String, Object> state) {}

    @GET
    @Path("/changes")
    @Operation(summary = "Who changed what, the latest first")
    @RolesAllowed({"staff", "org:read"})
    public Page<ChangeView> list(
            @QueryParam("subjectId") UUID subjectId,
            @QueryParam("unitId") UUID unitId,
            @QueryParam("subject") Subject subject,
            @Parameter(example = "N1064") @QueryParam("actor") @Size(max = 128) String actor,
            @QueryParam("from") OffsetDateTime from,
            @QueryParam("to") OffsetDateTime to,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @QueryParam("cursor") String cursor) {
        List<ChangeRecord> found = changes.list(
                new ChangeQuery.Wanted(subjectId, unitId, subject, actor, instant(from), instant(to)),
                Page.position(cursor, Long::valueOf, Long.MAX_VALUE),
                limit + 1);
        boolean whole = changes.withPrivateFields();
        return Page.of(found, limit, change -> change.id().toString(), change -> view(change, whole));
    }

    private ChangeView view(ChangeRecord change, boolean whole) {
        return new ChangeView(
                change.id(),
                change.at(),
                new ChangeActor(change.actorKind(), change.actor(), change.client()),
                change.requestId(),
                change.action(),
                change.subject(),
                change.subjectId(),
                change.subjectVersion(),
                change.unitId(),
                state(change, whole));
    }

    private Map<String, Object> state(ChangeRecord change, boolean whole) {
        try {
            Map<String, Object> state = json.readValue(change.state(), STATE);
            if (!whole) {
                PRIVATE.getOrDefault(change.subject(), List.of()).forEach(state::remove);
            }
            return state;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a recorded state can't be read: change " + change.id(), e);
        }
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
