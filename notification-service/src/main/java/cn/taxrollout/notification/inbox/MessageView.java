package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.audience.Reason;
import cn.taxrollout.notification.web.Language;
import cn.taxrollout.notification.web.Texts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A message as its reader gets it. What fell due on one task on one day is one message; its title and body say all of it.
 *
 * @param event what happened, such as {@code TaskOverdue}; of several the most urgent
 * @param reason why the reader has it
 * @param link path of the plan or task below the address of task-service, or a whole address
 */
@Schema(name = "Message")
record MessageView(
        UUID id,
        String event,
        MessageKind kind,
        String title,
        String body,
        String reason,
        String link,
        UUID planId,
        UUID taskId,
        Instant occurredAt,
        MessageState state,
        boolean acknowledgementAsked,
        Instant readAt,
        Instant acknowledgedAt) {

    static MessageView of(InboxMessage message, Language language) {
        List<Notice> notices = message.notices();
        Notice first = notices.get(0);
        Texts texts = Texts.in(language);
        return new MessageView(
                message.id(),
                first.eventType(),
                message.kind(),
                notices.stream()
                        .map(notice -> notice.title(language))
                        .collect(Collectors.joining(texts.text("titles.between", List.of()))),
                notices.stream().map(notice -> notice.body(language)).collect(Collectors.joining("\n\n")),
                Reason.text(message.reasons(), texts),
                first.link(),
                first.planId(),
                first.taskId(),
                first.occurredAt(),
                message.state(),
                message.acknowledgementAsked(),
                message.readAt(),
                message.acknowledgedAt());
    }
}
