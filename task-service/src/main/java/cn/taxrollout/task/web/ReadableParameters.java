package cn.taxrollout.task.web;

import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestPath;

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
        boolean ofPath = Arrays.stream(annotations)
                .anyMatch(annotation -> annotation instanceof PathParam || annotation instanceof RestPath);
        return new Reading<>(type, reader, ofPath);
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

    private record Reading<T>(Class<?> type, Function<String, ?> reader, boolean ofPath) implements ParamConverter<T> {
        @Override
        @SuppressWarnings("unchecked")
        public T fromString(String text) {
            try {
                return text == null ? null : (T) reader.apply(text);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new Unread(text, type, ofPath);
            }
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }

    /** Comes through the framework as it is, which would turn any other exception into one of its own. */
    static final class Unread extends WebApplicationException {
        private final String text;
        private final Class<?> type;
        private final boolean ofPath;

        private Unread(String text, Class<?> type, boolean ofPath) {
            super("not " + type.getSimpleName(), Response.Status.BAD_REQUEST);
            this.text = text;
            this.type = type;
            this.ofPath = ofPath;
        }

        String text() {
            return text;
        }

        Class<?> type() {
            return type;
        }

        boolean ofPath() {
            return ofPath;
        }

        /** Whether it may have been read for this parameter: it is of the type, or a collection of it. */
        boolean isOf(Parameter parameter) {
            return parameter.getType() == type
                    || parameter.getParameterizedType() instanceof ParameterizedType collection
                            && List.of(collection.getActualTypeArguments()).contains(type);
        }
    }
}
