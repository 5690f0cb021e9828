package cn.taxrollout.notification.web;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Examples of fields and parameters by their names, for those that say none themselves. They are of the sample plan. */
final class ApiExamples {
    private static final Map<String, String> TEXTS = Map.ofEntries(
            entry("author", "payroll"),
            entry("body", "请于月底前完成数据迁移的核对。"),
            entry("by", "N1038"),
            entry("cause", "没有编号为 01a2093e-c363-7437-b56f-d0e807920f9e 的单位"),
            entry("changedBy", "N1064"),
            entry("contactStaffNo", "N1038"),
            entry("cursor", "NjY"),
            entry("detail", "有内容不能接受，没有保存任何内容"),
            entry("disabledReason", "HTTP status 410"),
            entry("discardedBy", "N1064"),
            entry("event", "TaskOverdue"),
            entry("field", "to.staffNos[1]"),
            entry("forName", "江述白"),
            entry("html", "<p>{message.title}</p>"),
            entry("key", "01a2093e-cbaf-79fe-8c40-7825037d9da4"),
            entry("kind", "TaskOverdue"),
            entry("Last-Event-ID", "NjY"),
            entry("link", "/v1/tasks/01a2093e-cbaf-79fe-8c40-7825037d9da4"),
            entry("message", "须为 UUID"),
            entry("name", "冯砚舟"),
            entry("nextCursor", "NjY"),
            entry("payload", "{\"id\": \"01a2093e-c363-7437-b56f-d0e807920f9e\"}"),
            entry("q", "数据迁移"),
            entry("rank", "HEAD"),
            entry("reason", "“数据风险组”的成员"),
            entry("receipt", "20230320T010203-17"),
            entry("rule", "TASK_OVERDUE_2"),
            entry("source", "EVENT"),
            entry("result", "HTTP status 200"),
            entry("secret", "whsec_cGxlYXNlIGFzayBmb3IgeW91ciBvd24gc2VjcmV0ISE="),
            entry("staffNo", "N1038"),
            entry("textOf", "Message"),
            entry("title", "分批开展数据迁移"),
            entry("topic", "task.events.v1"),
            entry("type", "cn.taxrollout.task.TaskOverdue.v1"),
            entry("unit", "数据风险组"),
            entry("url", "https://portal.tax.example/events"));

    private static final Map<String, Integer> NUMBERS = Map.of("limit", 50);

    private static final Map<String, Object> LISTS = Map.of(
            "staffNos", List.of("N1038"),
            "variables", List.of("event.task.title"),
            "cut", List.of("title"),
            "eventTypes", List.of("cn.taxrollout.task.TaskOverdue.v1"));

    /** Sorted, so that the description is the same at every start. */
    private static final Map<String, Object> OBJECTS = Map.of(
            "headers",
            Map.of("ce_type", "cn.taxrollout.task.TaskOverdue.v1"),
            "sample",
            Map.of("title", "关于召开推进会的通知"),
            "unreadByKind",
            new TreeMap<>(Map.of("INFORMATION", 40, "REMINDER", 3, "MANDATORY", 2, "URGENT", 1)));

    private static final Map<String, Object> FORMATS = Map.of(
            "uuid", "01a2093e-c363-7437-b56f-d0e807920f9e",
            "date", "2023-03-20",
            "date-time", "2023-03-20T09:00:00+08:00",
            "local-time", "09:00",
            "binary", "");

    private ApiExamples() {}

    static void describe(Map<String, Schema> schemas) {
        schemas.values().forEach(schema -> {
            if (schema.getEnumeration() != null) {
                schema.setExamples(List.of(schema.getEnumeration().get(0)));
            } else if (schema.getFormat() != null && FORMATS.containsKey(schema.getFormat())) {
                schema.setExamples(List.of(FORMATS.get(schema.getFormat())));
            }
            if (schema.getProperties() != null) {
                schema.getProperties().forEach(ApiExamples::describe);
            }
        });
    }

    private static void describe(String name, Schema field) {
        if (field.getExamples() == null || field.getExamples().isEmpty()) {
            of(name, field).ifPresent(example -> field.setExamples(List.of(example)));
            if (field.getItems() != null && field.getItems().getRef() == null) {
                describe(name, field.getItems());
            }
        }
    }

    /** The example for what has this name and schema; none for what refers to a schema or is made up of others. */
    static Optional<Object> of(String name, Schema schema) {
        if (schema == null || schema.getRef() != null || schema.getAnyOf() != null || schema.getAllOf() != null) {
            return Optional.empty();
        }
        if (schema.getType() == null) {
            return Optional.ofNullable(TEXTS.get(name));
        }
        if (schema.getEnumeration() != null) {
            return Optional.of(schema.getEnumeration().get(0));
        }
        SchemaType type = schema.getType().get(0);
        return Optional.ofNullable(
                switch (type) {
                    case STRING -> FORMATS.getOrDefault(String.valueOf(schema.getFormat()), TEXTS.get(name));
                    case INTEGER -> NUMBERS.getOrDefault(name, 3);
                    case BOOLEAN -> true;
                    case OBJECT -> OBJECTS.get(name);
                    case ARRAY -> LISTS.get(name);
                    default -> null;
                });
    }
}
