package cn.taxrollout.notification.template;

import cn.taxrollout.notification.event.TaskEvent.Deadline;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a template can reach of its data. It follows from records, so that it can't differ from what there is, and it holds nothing
 * but names, values and lists: a template that is given it has nothing to call.
 *
 * <p>A day or a deadline is said in a language ({@code deadline.zh}). The id of a unit is the unit's name
 * ({@code fromUnitId} is {@code fromUnit}); other ids are nothing to be told.
 */
sealed interface Shape {
    /** A text, number, truth or the name of a constant. */
    record Value() implements Shape {}

    /** An address of this suite; the one thing that may stand inside of a tag. */
    record Address() implements Shape {}

    record Items(Shape of) implements Shape {}

    record Fields(Map<String, Shape> fields) implements Shape {}

    String UNIT_ID = "UnitId";
    Fields IN_A_LANGUAGE = new Fields(Map.of("zh", new Value(), "en", new Value()));

    /** The shape of a record. */
    static Fields of(Class<? extends Record> type) {
        Map<String, Shape> fields = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String unit = unit(component);
            if (unit != null) {
                fields.put(unit, new Value());
            } else if (!isOfIds(component.getGenericType())) {
                fields.put(component.getName(), of(component.getGenericType()));
            }
        }
        if (type == Deadline.class) {
            fields.putAll(IN_A_LANGUAGE.fields());
        }
        return new Fields(fields);
    }

    private static Shape of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Shape of = of(generic.getActualTypeArguments()[0]);
            return generic.getRawType() == Optional.class ? of : new Items(of);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return of(plain.asSubclass(Record.class));
        }
        if (plain == LocalDate.class) {
            return IN_A_LANGUAGE;
        }
        return plain == URI.class ? new Address() : new Value();
    }

    /**
     * The values of a record, in maps and lists.
     *
     * @param units the names of all units whose ids it holds
     */
    static Map<String, Object> values(Record record, Map<UUID, String> units) {
        Map<String, Object> values = new HashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = read(component, record);
            String unit = unit(component);
            if (unit != null) {
                values.put(unit, units.get((UUID) value));
            } else if (!isOfIds(component.getGenericType())) {
                values.put(component.getName(), value(value, units));
            }
        }
        if (record instanceof Deadline deadline) {
            values.put("zh", Wording.zh(deadline));
            values.put("en", Wording.en(deadline));
        }
        return values;
    }

    private static Object value(Object value, Map<UUID, String> units) {
        if (value instanceof Optional<?> optional) {
            return optional.map(there -> value(there, units)).orElse(null);
        }
        if (value instanceof Collection<?> items) {
            return items.stream().map(item -> value(item, units)).toList();
        }
        if (value instanceof Record record) {
            return values(record, units);
        }
        if (value instanceof LocalDate day) {
            return Map.of("zh", Wording.zh(day), "en", Wording.en(day));
        }
        if (value instanceof URI address) {
            return new Link(address);
        }
        return value instanceof Enum<?> constant ? constant.name() : value;
    }

    private static Object read(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the name of the unit is called whose id the component is; null if it is none. */
    private static String unit(RecordComponent component) {
        if (component.getType() != UUID.class) {
            return null;
        }
        String name = component.getName();
        return name.equals("unitId") || name.endsWith(UNIT_ID) ? name.substring(0, name.length() - 2) : null;
    }

    private static boolean isOfIds(Type type) {
        return type == UUID.class
                || type instanceof ParameterizedType generic
                        && Arrays.asList(generic.getActualTypeArguments()).contains(UUID.class);
    }

    /** The paths that lead to values, as they stand in templates; {@code []} is an item of a list. */
    default Stream<String> paths(String name) {
        if (this instanceof Fields all) {
            return all.fields().entrySet().stream()
                    .flatMap(field -> field.getValue().paths(name + "." + field.getKey()));
        }
        return this instanceof Items items ? items.of().paths(name + "[]") : Stream.of(name);
    }

    static List<String> paths(Map<String, Shape> variables) {
        return variables.entrySet().stream()
                .flatMap(variable -> variable.getValue().paths(variable.getKey()))
                .sorted()
                .collect(Collectors.toList());
    }
}
