package cn.taxrollout.notification.template;

import cn.taxrollout.notification.channel.ChannelName;

/** Where a text is read: in the inbox, which is the record, or by one of the channels. */
enum Medium {
    INBOX(Form.PLAIN, 300, 20_000),
    EMAIL(Form.PLAIN, 200, 20_000),
    /** Both of the enterprise chat's kinds take 2,048 bytes at least, which are 680 Chinese characters. */
    CHAT(Form.CHAT, 100, 500),
    CHAT_ROBOT(Form.CHAT, 100, 500),
    /** What gateways send as one message; a title of 70 characters alone is a short message of one part. */
    SMS(Form.PLAIN, 70, 500),
    WEBHOOK(Form.PLAIN, 300, 20_000);

    private final Form form;
    private final int longestTitle;
    private final int longestBody;

    Medium(Form form, int longestTitle, int longestBody) {
        this.form = form;
        this.longestTitle = longestTitle;
        this.longestBody = longestBody;
    }

    static Medium of(ChannelName channel) {
        return valueOf(channel.name());
    }

    Form form() {
        return form;
    }

    /** In characters. */
    int longestTitle() {
        return longestTitle;
    }

    /** In characters; of mail this is the text, its page may have {@value #LONGEST_PAGE}. */
    int longestBody() {
        return longestBody;
    }

    static final int LONGEST_PAGE = 200_000;

    /** Whether a message has a page besides its text. */
    boolean hasPage() {
        return this == EMAIL;
    }
}
