package cn.taxrollout.notification.channel;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Text for receivers that take so many bytes and no more, and some of which look for markup in it. */
final class PlainText {
    private static final String CUT = "…";

    private PlainText() {}

    /** The text if it has no more bytes than that in UTF-8, otherwise as much of its beginning as has, and a mark. */
    static String within(int bytes, String text) {
        if (bytes(text) <= bytes) {
            return text;
        }
        var beginning = CharBuffer.wrap(text);
        StandardCharsets.UTF_8.newEncoder().encode(beginning, ByteBuffer.allocate(bytes - bytes(CUT)), true);
        return text.substring(0, beginning.position()) + CUT;
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The text with a look-alike for what would begin an element: the chat takes some HTML, and knows no way to escape it. */
    static String withoutMarkup(String text) {
        return text.replace('<', '＜');
    }
}
