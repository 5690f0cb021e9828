package cn.taxrollout.notification;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Data of task-service's events, with more fields than this service reads. */
public final class TaskData {
    private TaskData() {}

    /** A task event on these units; {@code specific} is name, value, name, value … */
    public static Map<String, Object> ofTask(UUID taskId, List<UUID> units, Object... specific) {
        Map<String, Object> data = common(units);
        data.put("phase", phase());
        data.put(
                "task",
                Map.of(
                        "id",
                        taskId,
                        "number",
                        11,
                        "title",
                        "受票试点准备",
                        "continuing",
                        false,
                        "link",
                        "/v1/tasks/" + taskId));
        data.put("deadline", before("2023-03-17"));
        return with(data, specific);
    }

    public static Map<String, Object> ofPhase(List<UUID> units) {
        Map<String, Object> data = common(units);
        data.put("phase", phase());
        return data;
    }

    public static Map<String, Object> planPublished(UUID unit, int assigned, int backfilled) {
        Map<String, Object> data = common(List.of());
        data.remove("unitIds");
        data.put("issuedOn", "2023-02-23");
        data.put("units", List.of(Map.of("unitId", unit, "assigned", assigned, "backfilled", backfilled)));
        return data;
    }

    public static Map<String, Object> before(String day) {
        Map<String, Object> deadline = new HashMap<>();
        deadline.put("kind", "BEFORE");
        deadline.put("opensOn", null);
        deadline.put("dueOn", day);
        return deadline;
    }

    private static Map<String, Object> phase() {
        return Map.of("id", Organisation.id(), "ordinal", 3, "title", "试点推进");
    }

    private static Map<String, Object> common(List<UUID> units) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("sequence", 1);
        data.put(
                "plan",
                Map.of("id", Organisation.id(), "number", "示例〔2023〕4号", "title", "试点工作方案", "confidential", true));
        data.put("unitIds", units);
        data.put("actor", Map.of("kind", "RULE", "id", "ladder"));
        return data;
    }

    private static Map<String, Object> with(Map<String, Object> data, Object... specific) {
        for (int i = 0; i < specific.length; i += 2) {
            data.put((String) specific[i], specific[i + 1]);
        }
        return data;
    }
}
