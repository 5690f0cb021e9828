package cn.taxrollout.notification.web;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * One page of a list in a stable order.
 *
 * @param items at most {@code limit} of them
 * @param nextCursor opaque; null on the last page
 */
public record Page<T>(List<T> items, String nextCursor) {
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
        String next = more ? Cursor.at(position.apply(kept.get(limit - 1))) : null;
        return new Page<>(kept.stream().map(view).toList(), next);
    }

    /**
     * @return the position a cursor stands for; an empty text, which lies before everything, without a cursor
     * @throws Refusal 400 if the text was not made by {@link #of}
     */
    public static String position(String cursor) {
        return cursor == null ? "" : Cursor.text(cursor);
    }

    /**
     * @return the id a cursor stands for, the lowest there is without a cursor
     * @throws Refusal 400 if the text was not made by {@link #of}
     */
    public static UUID idPosition(String cursor) {
        String position = position(cursor);
        try {
            return position.isEmpty() ? new UUID(0, 0) : UUID.fromString(position);
        } catch (IllegalArgumentException e) {
            throw Cursor.unreadable();
        }
    }

    /**
     * @return the number a cursor stands for, or the other one without a cursor
     * @throws Refusal 400 if the text was not made by {@link #of}
     */
    public static long numberPosition(String cursor, long without) {
        return cursor == null ? without : Cursor.position(cursor);
    }
}
