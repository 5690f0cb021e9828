package cn.taxrollout.notification.template;

/** What a message says, in both languages. */
public record NoticeTexts(Text chinese, Text english) {

    /** As a person reads it. */
    public record Text(String title, String body) {}
}
