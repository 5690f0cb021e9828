package cn.taxrollout.task.web;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Examples of fields and parameters by their names, for those that say none themselves. They are of the sample plan. */
final class ApiExamples {
    private static final Map<String, String> TEXTS = Map.ofEntries(
            entry("action", "submission"),
            entry("answer", "派两人协助核对"),
            entry("to", "2023-03-25"),
            entry("from", "2023-03-20"),
            entry("fields", "dueOn"),
            entry("token", "Zk3vQ0n1yXo8"),
            entry("unmetPreconditions", "上级接口规范已经下发"),
            entry("closingSummary", "全部任务已经办结"),
            entry("statement", "上级接口规范已经下发"),
            entry("url", "https://task.example.com/v1/calendar/Zk3vQ0n1yXo8.ics"),
            entry("remark", "请于月底前完成"),
            entry("body", "按纳税人规模分批迁移，每批完成后核对并形成《数据迁移记录》。"),
            entry("corrected", "title"),
            entry("decisionReason", "同意延期"),
            entry("deliverable", "数据迁移记录"),
            entry("deliverables", "数据迁移记录"),
            entry("disclosure", "不予公开"),
            entry("every", "MONTHLY"),
            entry("field", "deadline"),
            entry("fileName", "数据迁移记录.docx"),
            entry("goals", "平稳完成数字化电子发票试点推行。"),
            entry("id", "N1038"),
            entry("issuer", "青川区税务局"),
            entry("key", "3.12"),
            entry("link", "/v1/attachments/01a2093e-cbaf-79fe-8c40-7825037d9da4"),
            entry("mediaType", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            entry("message", "第 87 行：没有名为“数据组”的单位"),
            entry("missingDeliverables", "数据迁移记录"),
            entry("name", "数据风险组"),
            entry("nextCursor", "Ry1DT09SRA"),
            entry("note", "已经核实"),
            entry("notice", "国办发明电〔2022〕16号"),
            entry("number", "青税发〔2023〕6号"),
            entry("payload", "{\"id\": \"01a2093e-c363-7437-b56f-d0e807920f9e\"}"),
            entry("phase", "第三阶段"),
            entry("preconditions", "上级接口规范已经下发"),
            entry("provenance", "根据上级工作部署制定"),
            entry("q", "数据迁移"),
            entry("reason", "等待上级下发接口规范"),
            entry("role", "LEAD"),
            entry("sha256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            entry("staffNo", "N1038"),
            entry("text", "已迁移三批，核对无误"),
            entry("title", "分批开展数据迁移"),
            entry("topic", "org.directory.v1"),
            entry("type", "cn.taxrollout.org.UnitState.v1"),
            entry("why", "等待上级下发接口规范"),
            entry("words", "2023年3月20日前"));

    private static final Map<String, Integer> NUMBERS =
            Map.ofEntries(entry("assumedYears", 2027), entry("limit", 50), entry("percent", 50), entry("year", 2023));

    private static final Map<String, Object> LISTS =
            Map.of("daysBefore", List.of(5, 3, 1, 0), "escalatesFrom", List.of(1, 3, 5));

    private static final Map<String, Object> OBJECTS = Map.of(
            "headers",
            Map.of("ce_type", "cn.taxrollout.org.UnitState.v1"),
            "lines",
            Map.of("title", List.of(87)),
            "phases",
            Map.of("3", Map.of("title", "试点阶段")),
            "tasks",
            Map.of("3.12", Map.of("title", "分批开展数据迁移")),
            "units",
            Map.of("数据组", Map.of("unitId", "01a2093e-c363-7437-b56f-d0e807920f9e")));

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
