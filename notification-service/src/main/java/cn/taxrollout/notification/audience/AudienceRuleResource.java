package cn.taxrollout.notification.audience;

import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.web.Texts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The table of {@link AudienceRule}, for operators to see. */
@Path("/v1/audience-rules")
@Tag(name = "audience rules")
@RolesAllowed({"staff", "notification:write"})
class AudienceRuleResource {
    private final Caller caller;

    AudienceRuleResource(Caller caller) {
        this.caller = caller;
    }

    /**
     * One rule.
     *
     * @param when what is told by it, in words
     * @param fallsDue whether it is one message with what else falls due on the task on the same day
     * @param groups nobody if empty, on purpose
     */
    @Schema(name = "AudienceRule")
    record RuleView(
            @NotNull @Schema(examples = "TASK_OVERDUE_2") String rule,
            @NotNull String event,
            @NotNull @Schema(examples = "任务超期，第二级") String when,
            MessageKind kind,
            boolean acknowledgementAsked,
            boolean fallsDue,
            Set<AudienceGroup> groups) {
        static RuleView of(AudienceRule rule, Texts texts) {
            return new RuleView(
                    rule.name(),
                    rule.type().label(),
                    texts.text("AudienceRule." + rule.name(), List.of()),
                    rule.kind(),
                    rule.acknowledgementAsked(),
                    rule.fallsDue(),
                    rule.groups());
        }
    }

    /** Of an event's rules the first that fits is followed. */
    record RuleTable(List<RuleView> items) {}

    @GET
    @Operation(summary = "Who is told of which event, in what kind of message; for operators")
    public RuleTable list(@Context HttpHeaders headers) {
        caller.mustOperate();
        Texts texts = Texts.of(headers);
        return new RuleTable(Arrays.stream(AudienceRule.values())
                .map(rule -> RuleView.of(rule, texts))
                .toList());
    }
}
