package cn.taxrollout.org.web;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the parameters of a request. An unreadable parameter of a query or form is a bad request that names it; an unreadable id in the
 * path means that there is nothing at that address.
 */
@Provider
class ReadableParameters implements ParamConverterProvider {
    private static final Map<Class<?>, Function<String, ?>> READERS = Map.of(
            UUID.class, ReadableParameters::uuid,
            LocalDate.class, text -> LocalDate.parse(text, StrictJson.DATE),
            OffsetDateTime.class, text -> OffsetDateTime.parse(text, StrictJson.MOMENT),
            int.class, Integer::valueOf,
            Integer.class, Integer::valueOf,
            long.class, Long::valueOf,
            Long.class, Long::valueOf,
            boolean.class, ReadableParameters::truth,
            Boolean.class, ReadableParameters::truth);

    @Override
    public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        Function<String, ?> reader = type.isEnum() ? text -> constant(type, text) : READERS.get(type);
        if (reader == null) {
            return null;
        }
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam query) {
                return named(query.value(), type, reader);
            }
            if (annotation instanceof FormParam form) {
                return named(form.value(), type, reader);
            }
        }
        return new Reading<>(reader, () -> Refusal.notFound("nothing-there"));
    }

    private static <T> Reading<T> named(String field, Class<?> type, Function<String, ?> reader) {
        var violation = Unreadable.violation(field, type);
        return new Reading<>(reader, () -> Refusal.badRequest("invalid-request", List.of(violation)));
    }

    private static UUID uuid(String text) {
        UUID read = UUID.fromString(text);
        if (!read.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("abbreviated");
        }
        return read;
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(text))
                .findAny()
                .orElseThrow(IllegalArgumentException::new);
    }

    private record Reading<T>(Function<String, ?> reader, Supplier<Refusal> refusal) implements ParamConverter<T> {
        @Override
        @SuppressWarnings("unchecked")
        public T fromString(String text) {
            try {
                return text == null ? null : (T) reader.apply(text);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new Unread(refusal.get());
            }
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }

    /** Carries the refusal through the framework, which would turn any other exception into one of its own. */
    static final class Unread extends WebApplicationException {
        private final transient Refusal refusal;

        private Unread(Refusal refusal) {
            super(refusal);
            this.refusal = refusal;
        }

        Refusal refusal() {
            return refusal;
        }
    }
}
