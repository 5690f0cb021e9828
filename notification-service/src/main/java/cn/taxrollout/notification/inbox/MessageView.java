package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.web.Language;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A message as its reader gets it.
 *
 * @param event what happened, such as {@code TaskOverdue}
 * @param link path of the plan or task, below the address of task-service
 */
@Schema(name = "Message")
record MessageView(
        UUID id,
        String event,
        MessageKind kind,
        String title,
        String body,
        String link,
        UUID planId,
        UUID taskId,
        Instant occurredAt,
        MessageState state,
        boolean acknowledgementAsked,
        Instant readAt,
        Instant acknowledgedAt) {

    static MessageView of(InboxMessage message, Language language) {
        Notice notice = message.notice();
        return new MessageView(
                message.id(),
                notice.eventType(),
                notice.kind(),
                notice.title(language),
                notice.body(language),
                notice.link(),
                notice.planId(),
                notice.taskId(),
                notice.occurredAt(),
                message.state(),
                message.acknowledgementAsked(),
                message.readAt(),
                message.acknowledgedAt());
    }
}
