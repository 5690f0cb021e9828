package cn.taxrollout.notification.template;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a value stands in a text, so that nothing in it works as anything but text. What a template itself says is its
 * author's and isn't touched.
 */
enum Form {
    PLAIN {
        @Override
        String escape(String text) {
            return text;
        }
    },
    /**
     * Text of the enterprise chat, which reads some of it as Markdown or markup and knows no way to escape. What could work as
     * such becomes its full-width twin, which every reader of Chinese reads without noticing.
     */
    CHAT {
        @Override
        String escape(String text) {
            return text.chars()
                    .map(c -> ACTIVE_IN_CHAT.indexOf(c) < 0 ? c : c + FULL_WIDTH)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
        }
    },
    HTML {
        @Override
        String escape(String text) {
            var escaped = new StringBuilder(text.length() + 16);
            for (char c : text.toCharArray()) {
                String entity = ENTITIES.get(c);
                escaped.append(entity == null ? String.valueOf(c) : entity);
            }
            return escaped.toString();
        }
    };

    private static final String ACTIVE_IN_CHAT = "<>[]*_`#~|\\&@!";
    /** From a character of ASCII to its full-width form. */
    private static final int FULL_WIDTH = 0xFEE0;

    private static final Map<Character, String> ENTITIES =
            Map.of('&', "&amp;", '<', "&lt;", '>', "&gt;", '"', "&quot;", '\'', "&#39;");
    /** Control characters but tab and line feed, and those that turn the direction of what follows. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069&&[^\\t\\n]]");

    private static final Pattern LINE_ENDS = Pattern.compile("\\r\\n?|[\\u2028\\u2029\\u0085]");

    abstract String escape(String text);

    /** A value from outside, harmless in this form; an address stays one. */
    String of(Object value) {
        if (value instanceof Link link) {
            return this == HTML ? escape(link.toString()) : link.toString();
        }
        String lines = LINE_ENDS.matcher(value.toString()).replaceAll("\n");
        return escape(INVISIBLE.matcher(lines).replaceAll(""));
    }
}
