package cn.taxrollout.notification.channel;

/** The ways out of the suite to a person. The inbox is not among them: it is the record, and every message is in it. */
public enum ChannelName {
    /** Mail over SMTP, to a mail address. */
    EMAIL,
    /** A message of the bureau's application in the enterprise chat (企业微信), to a chat id. */
    CHAT,
    /** A robot's message in a group of the enterprise chat, naming the person by mobile number. */
    CHAT_ROBOT,
    /** A short message through the bureau's gateway, to a mobile number. */
    SMS,
    /** A call of the bureau's own system, which tells the person with this staff number. */
    WEBHOOK
}
