package cn.taxrollout.notification.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** Says what was expected in a place that could not be read. */
final class Unreadable {
    private Unreadable() {}

    /** @param type what the place should have been read as */
    static Refusal.Violation violation(String field, Class<?> type) {
        if (type.isEnum()) {
            String names = Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .collect(Collectors.joining(", "));
            return new Refusal.Violation(field, "must-be-one-of", names);
        }
        return new Refusal.Violation(field, code(type));
    }

    private static String code(Class<?> type) {
        if (type == java.util.UUID.class) {
            return "must-be-uuid";
        }
        if (type == LocalDate.class) {
            return "must-be-date";
        }
        if (type == LocalTime.class) {
            return "must-be-time";
        }
        if (type == Instant.class || type == OffsetDateTime.class) {
            return "must-be-instant";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "must-be-boolean";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "must-be-number";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "must-be-text";
        }
        return Collection.class.isAssignableFrom(type) || type.isArray() ? "must-be-list" : "must-be-object";
    }
}
