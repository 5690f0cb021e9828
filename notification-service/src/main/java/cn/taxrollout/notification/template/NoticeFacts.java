package cn.taxrollout.notification.template;

import cn.taxrollout.notification.audience.MessageKind;
import java.util.UUID;

/**
 * What a channel's text is made of: one message in one person's inbox.
 *
 * @param messageId of the inbox; the link leads there
 * @param event what happened, such as {@code TaskOverdue}
 * @param confidential the plan is marked 不予公开: of all this only the fact that a message waits may leave
 * @param round 1 the first time it is told, 2 and more when it is repeated because nobody has acknowledged it
 */
public record NoticeFacts(
        UUID messageId,
        String event,
        MessageKind kind,
        boolean acknowledgementAsked,
        boolean confidential,
        int round,
        NoticeTexts texts) {}
