package cn.taxrollout.task.extension;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.tasks.Task.ExtensionScope;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A request for more time as callers see it.
 *
 * @param dueOn until when there was time when it was asked
 * @param grantedDueOn null unless approved
 * @param decisionReason null while it is open, as the following
 */
@Schema(name = "ExtensionRequest")
record ExtensionRequestView(
        UUID id,
        UUID taskId,
        UUID unitId,
        ExtensionScope scope,
        LocalDate dueOn,
        LocalDate wishedDueOn,
        String reason,
        ExtensionRequest.State state,
        OffsetDateTime requestedAt,
        Actor requestedBy,
        LocalDate grantedDueOn,
        String decisionReason,
        OffsetDateTime decidedAt,
        Actor decidedBy) {
    static ExtensionRequestView of(ExtensionRequest request) {
        return new ExtensionRequestView(
                request.id(),
                request.taskId(),
                request.unitId(),
                request.scope(),
                request.dueOn(),
                request.wishedDueOn(),
                request.reason(),
                request.state(),
                BusinessDay.inChina(request.requestedAt()),
                request.requester(),
                request.grantedDueOn(),
                request.decisionReason(),
                BusinessDay.inChina(request.decidedAt()),
                request.decider());
    }
}
