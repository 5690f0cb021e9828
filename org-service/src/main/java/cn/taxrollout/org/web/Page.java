package cn.taxrollout.org.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One page of a list in a stable order.
 *
 * @param items at most {@code limit} of them
 * @param nextCursor opaque; null on the last page
 */
public record Page<T>(
        List<T> items,
        @Schema(nullable = true, examples = "Ry1DT09SRA") String nextCursor) {
    public static final String DEFAULT_LIMIT = "50";
    public static final int MAX_LIMIT = 200;

    /**
     * Makes a page of rows that were read with one more than the limit, which tells whether another page follows.
     *
     * @param position the row's place in the order, from which the next page goes on
     */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, String> position, Function<R, T> view) {
        boolean more = rows.size() > limit;
        List<R> kept = more ? rows.subList(0, limit) : rows;
        String next = more ? encode(position.apply(kept.get(limit - 1))) : null;
        return new Page<>(kept.stream().map(view).toList(), next);
    }

    /**
     * @return the position a cursor stands for; an empty text, which lies before everything, without a cursor
     * @throws Refusal 400 if the text was not made by {@link #of}
     */
    public static String position(String cursor) {
        if (cursor == null) {
            return "";
        }
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("cursor-unreadable");
        }
    }

    /**
     * The same for positions that are more than a text.
     *
     * @param read fails with an {@link IllegalArgumentException} on a text that is no position
     * @param first what lies before everything
     */
    public static <P> P position(String cursor, Function<String, P> read, P first) {
        try {
            return cursor == null ? first : read.apply(position(cursor));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("cursor-unreadable");
        }
    }

    private static String encode(String position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position.getBytes(StandardCharsets.UTF_8));
    }
}
