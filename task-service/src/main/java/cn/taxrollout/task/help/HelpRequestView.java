package cn.taxrollout.task.help;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.security.Actor;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A request for help as callers see it.
 *
 * @param answerDueOn the last day for the answer
 * @param answer or why it was declined; null while it is open, as the following
 */
@Schema(name = "HelpRequest")
record HelpRequestView(
        UUID id,
        UUID taskId,
        UUID fromUnitId,
        UUID toUnitId,
        String text,
        LocalDate answerDueOn,
        HelpState state,
        OffsetDateTime requestedAt,
        Actor requestedBy,
        String answer,
        OffsetDateTime answeredAt,
        Actor answeredBy) {
    static HelpRequestView of(HelpRequest request) {
        return new HelpRequestView(
                request.id(),
                request.taskId(),
                request.fromUnitId(),
                request.toUnitId(),
                request.text(),
                request.answerDueOn(),
                request.state(),
                BusinessDay.inChina(request.requestedAt()),
                request.requester(),
                request.answer(),
                BusinessDay.inChina(request.answeredAt()),
                request.answerer());
    }
}
