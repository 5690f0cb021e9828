package cn.taxrollout.notification.template;

import cn.taxrollout.notification.web.Language;

/** What a message says, in both languages. */
public record NoticeTexts(Text chinese, Text english) {

    /** As a person reads it. */
    public record Text(String title, String body) {}

    public Text in(Language language) {
        return language == Language.ENGLISH ? english : chinese;
    }
}
