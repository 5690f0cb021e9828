package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.Audience;
import cn.taxrollout.notification.audience.AudienceRule;
import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.template.NoticeTexts;
import java.time.Instant;
import java.util.UUID;

/**
 * What is to be told.
 *
 * @param id of the event, announcement or step of a chase; it is told once
 * @param author who announces it, null for what isn't announced
 * @param label what happened, such as {@code TaskOverdue}
 * @param rule that named the audience, null where it was given
 */
public record NewNotice(
        UUID id,
        Source source,
        String author,
        String label,
        AudienceRule rule,
        MessageKind kind,
        boolean acknowledgementAsked,
        Subject subject,
        Instant occurredAt,
        Audience audience,
        NoticeTexts texts) {

    /** What it comes from. */
    public enum Source {
        EVENT,
        ANNOUNCEMENT,
        CHASE
    }

    /**
     * What it is about; ids and link may be null.
     *
     * @param link a path below the address of task-service, or a whole address
     * @param confidential no channel out of the suite may carry its content
     */
    public record Subject(UUID planId, UUID taskId, String link, boolean confidential) {}

    /** Whether it is one of those of which a day's are one message. */
    boolean fallsDue() {
        return rule != null && rule.fallsDue();
    }
}
