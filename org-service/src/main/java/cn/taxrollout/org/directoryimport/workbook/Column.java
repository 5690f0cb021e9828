package cn.taxrollout.org.directoryimport.workbook;

import java.util.function.Function;

/**
 * A column of a sheet.
 *
 * @param field the name in the API, understood as header too
 * @param header what stands above it
 * @param content what its cells hold
 * @param required whether no row may leave it empty
 * @param width in characters
 * @param value what a row holds in it, null for nothing
 */
public record Column<R, T>(
        String field, String header, Content<T> content, boolean required, int width, Function<R, T> value) {

    public static <R, T> Column<R, T> required(
            String field, String header, Content<T> content, int width, Function<R, T> value) {
        return new Column<>(field, header, content, true, width, value);
    }

    public static <R, T> Column<R, T> optional(
            String field, String header, Content<T> content, int width, Function<R, T> value) {
        return new Column<>(field, header, content, false, width, value);
    }
}
