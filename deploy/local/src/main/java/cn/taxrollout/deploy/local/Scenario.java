package cn.taxrollout.deploy.local;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** What the units of a plan do, in the order of time. */
public record Scenario(List<Step> steps) {

    public static final Scenario EMPTY = new Scenario(List.of());

    public Scenario {
        steps = List.copyOf(steps);
    }

    /**
     * One action with a unit's share of a task.
     *
     * @param line where the file says so
     * @param at time in Asia/Shanghai
     * @param who staff number
     * @param task number in the plan
     * @param unit code of the unit whose share it is
     * @param action as in the path of the request
     * @param body of the request
     */
    public record Step(int line, LocalDateTime at, String who, int task, String unit, String action, ObjectNode body) {

        @Override
        public String toString() {
            return "line " + line + ": " + at + " " + who + " task " + task + " " + unit + " " + action;
        }
    }

    /** @throws BadUse with the line, when the file isn't a list of steps in the order of time */
    public static Scenario read(Path file) {
        return Yaml.read(file, text -> new Scenario(steps(file, text)));
    }

    private static List<Step> steps(Path file, String text) throws IOException {
        var steps = new ArrayList<Step>();
        try (var yaml = Yaml.MAPPER.createParser(text)) {
            if (yaml.nextToken() != JsonToken.START_ARRAY) {
                throw Yaml.at(file, yaml.currentTokenLocation().getLineNr(), "a list of steps is expected");
            }
            while (yaml.nextToken() != JsonToken.END_ARRAY) {
                var line = yaml.currentTokenLocation().getLineNr();
                var step = step(file, line, yaml.readValueAsTree());
                if (!steps.isEmpty()
                        && step.at().isBefore(steps.get(steps.size() - 1).at())) {
                    throw Yaml.at(file, line, "the step before is later than " + step.at());
                }
                steps.add(step);
            }
        }
        return steps;
    }

    private static Step step(Path file, int line, JsonNode node) {
        if (!(node instanceof ObjectNode fields)) {
            throw Yaml.at(file, line, "a step {at, who, task, unit, action} is expected");
        }
        try {
            return new Step(
                    line,
                    LocalDateTime.parse(take(fields, "at").asText()),
                    take(fields, "who").asText(),
                    Integer.parseInt(take(fields, "task").asText()),
                    take(fields, "unit").asText(),
                    take(fields, "action").asText(),
                    fields);
        } catch (DateTimeException e) {
            throw Yaml.at(file, line, "at is no time such as 2023-02-27T10:00");
        } catch (NumberFormatException e) {
            throw Yaml.at(file, line, "task is no number");
        } catch (IllegalArgumentException e) {
            throw Yaml.at(file, line, e.getMessage());
        }
    }

    private static JsonNode take(ObjectNode fields, String name) {
        var value = fields.remove(name);
        if (value == null || !value.isValueNode() || value.asText().isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
