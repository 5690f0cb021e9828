package cn.taxrollout.notification.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A place in a list or a stream, in a form that callers hand back but don't read. */
public final class Cursor {
    private Cursor() {}

    public static String at(long position) {
        return at(Long.toString(position));
    }

    static String at(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Refusal 400 if the text was not made by {@link #at} */
    public static long position(String cursor) {
        try {
            return Long.parseLong(text(cursor));
        } catch (NumberFormatException e) {
            throw unreadable();
        }
    }

    /** @throws Refusal 400 if the text was not made by {@link #at} */
    static String text(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable();
        }
    }

    static Refusal unreadable() {
        return Refusal.badRequest("cursor-unreadable");
    }
}
