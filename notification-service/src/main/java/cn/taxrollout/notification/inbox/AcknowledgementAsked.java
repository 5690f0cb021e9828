package cn.taxrollout.notification.inbox;

import cn.taxrollout.notification.audience.MessageKind;
import java.util.UUID;

/** Fired within the transaction that writes a notice which asks for acknowledgement. */
public record AcknowledgementAsked(UUID noticeId, MessageKind kind) {}
