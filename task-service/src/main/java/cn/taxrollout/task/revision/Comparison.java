package cn.taxrollout.task.revision;

import cn.taxrollout.task.plan.PlanChange;
import cn.taxrollout.task.plan.PlanChange.Kind;
import cn.taxrollout.task.plan.PlanChange.Subject;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * What one version of a plan has otherwise than another, field by field. It compares the stored JSON, so versions of any age can be
 * compared; a field that an older one doesn't have counts as empty.
 */
final class Comparison {
    /** They say which of the phases or tasks it is, not what it is like. */
    private static final String IDENTITY = "id";

    private final JsonNode before;
    private final JsonNode after;

    /** @param before null for nothing, so that everything is new */
    Comparison(JsonNode before, JsonNode after) {
        this.before = before == null ? MissingNode.getInstance() : before;
        this.after = after;
    }

    /**
     * A field with another value.
     *
     * @param from null for none
     * @param to null for none
     */
    record FieldChange(String field, JsonNode from, JsonNode to) {}

    /** @param state what is or was there: the new one, the old one of what is gone */
    record Difference(Subject subject, Kind kind, JsonNode state, List<FieldChange> fields) {
        PlanChange summary(UUID planId) {
            return new PlanChange(
                    subject,
                    kind,
                    subject == Subject.PLAN
                            ? planId
                            : UUID.fromString(state.get(IDENTITY).asText()),
                    switch (subject) {
                        case PLAN -> null;
                        case PHASE -> state.get("ordinal").asInt();
                        case TASK -> state.get("number").asInt();
                    },
                    state.get("title").asText(),
                    fields.stream().map(FieldChange::field).toList());
        }
    }

    List<Difference> differences() {
        List<Difference> found = new ArrayList<>();
        add(found, Subject.PLAN, before.path("plan"), after.path("plan"));
        compare(found, Subject.PHASE, "phases");
        compare(found, Subject.TASK, "tasks");
        return found;
    }

    /** The units that differences concern: those of the tasks, of all tasks of the phases, or of all tasks of the plan. */
    Set<UUID> units(List<Difference> differences) {
        Set<UUID> units = new LinkedHashSet<>();
        for (Difference difference : differences) {
            for (JsonNode version : List.of(after, before)) {
                version.path("tasks").forEach(task -> {
                    if (concerns(difference, task)) {
                        task.path("unitIds").forEach(unit -> units.add(UUID.fromString(unit.asText())));
                    }
                });
            }
        }
        return units;
    }

    private static boolean concerns(Difference difference, JsonNode task) {
        return switch (difference.subject()) {
            case PLAN -> true;
            case PHASE -> task.path("phaseId").equals(difference.state().path(IDENTITY));
            case TASK -> task.path(IDENTITY).equals(difference.state().path(IDENTITY));
        };
    }

    private void compare(List<Difference> found, Subject subject, String list) {
        Map<String, JsonNode> old = byId(before.path(list));
        Map<String, JsonNode> now = byId(after.path(list));
        now.forEach((id, state) -> add(found, subject, old.getOrDefault(id, MissingNode.getInstance()), state));
        old.forEach((id, state) -> {
            if (!now.containsKey(id)) {
                add(found, subject, state, MissingNode.getInstance());
            }
        });
    }

    private static Map<String, JsonNode> byId(JsonNode list) {
        Map<String, JsonNode> byId = new LinkedHashMap<>();
        list.forEach(one -> byId.put(one.get(IDENTITY).asText(), one));
        return byId;
    }

    private static void add(List<Difference> found, Subject subject, JsonNode old, JsonNode now) {
        Map<String, JsonNode> from = fields(old);
        Map<String, JsonNode> to = fields(now);
        Set<String> names = new LinkedHashSet<>(to.keySet());
        names.addAll(from.keySet());
        List<FieldChange> fields = names.stream()
                .filter(name -> !Objects.equals(from.get(name), to.get(name)))
                .map(name -> new FieldChange(name, from.get(name), to.get(name)))
                .toList();
        if (!fields.isEmpty()) {
            Kind kind = old.isMissingNode() ? Kind.ADDED : now.isMissingNode() ? Kind.REMOVED : Kind.CHANGED;
            found.add(new Difference(subject, kind, now.isMissingNode() ? old : now, fields));
        }
    }

    /** The fields with a value, those of objects within with dots. */
    private static Map<String, JsonNode> fields(JsonNode state) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        collect("", state, fields);
        fields.remove(IDENTITY);
        return fields;
    }

    private static void collect(String prefix, JsonNode state, Map<String, JsonNode> fields) {
        state.fields().forEachRemaining(field -> {
            if (field.getValue() instanceof ObjectNode inner) {
                collect(prefix + field.getKey() + ".", inner, fields);
            } else if (!field.getValue().isNull() && !field.getValue().equals(JsonNodeFactory.instance.arrayNode())) {
                fields.put(prefix + field.getKey(), field.getValue());
            }
        });
    }
}
