package cn.taxrollout.notification.template;

/** Collects what a template gives, and no more than one character beyond the bound. */
final class Bounded {
    private static final String CUT = "…";

    private final int longest;
    private final StringBuilder text = new StringBuilder();

    Bounded(int longest) {
        this.longest = longest;
    }

    void add(String part) {
        int room = longest + 1 - text.length();
        text.append(part, 0, Math.min(part.length(), room));
    }

    String text() {
        return text.toString();
    }

    /** The text if it isn't longer than that; else its beginning and a sign that there is more. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }
}
