package cn.taxrollout.notification.template;

import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventReader;
import cn.taxrollout.notification.event.TaskEventType;
import cn.taxrollout.notification.web.Refusal;
import cn.taxrollout.notification.web.Refusal.Violation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What templates are tried with before they are used. Events are the examples of task-service's contract, of which this service
 * ships a copy that a test compares, and of each one the cases in which texts differ: every kind of deadline, one day and
 * several, every level and decision.
 */
@ApplicationScoped
class Samples {
    private static final List<String> UNITS = List.of("综合协调组", "数据风险组", "技术支撑组", "纳税服务组");
    private static final String RETURNED = "【退回】任务12「分批开展数据迁移」";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /** By the name of the field, the values that are tried. */
    private static final Map<String, List<JsonNode>> CASES = new LinkedHashMap<>();

    static {
        Stream.of("workingDaysLeft", "workingDaysOverdue", "workingDaysSilent", "workingDaysWaited")
                .forEach(days -> CASES.put(days, List.of(JSON.numberNode(0), JSON.numberNode(1), JSON.numberNode(12))));
        CASES.put("level", List.of(JSON.numberNode(1), JSON.numberNode(2), JSON.numberNode(3)));
        CASES.put("late", List.of(JSON.booleanNode(true), JSON.booleanNode(false)));
        CASES.put("outcome", List.of(JSON.textNode("ANSWERED"), JSON.textNode("DECLINED")));
        CASES.put("decision", List.of(JSON.textNode("APPROVED"), JSON.textNode("REFUSED")));
        CASES.put(
                "deadline",
                List.of(
                        deadline("BEFORE", null, "2023-03-25"),
                        deadline("ON", null, "2023-04-05"),
                        deadline("WINDOW", "2023-03-25", "2023-04-05"),
                        deadline("FROM", "2023-03-25", null)));
        CASES.put("blockedBy", List.of(JSON.arrayNode()));
        CASES.put("preconditions", List.of(JSON.arrayNode()));
    }

    private final ObjectMapper json;
    private final TaskEventReader reader;
    private final Map<TaskEventType, List<Sample>> events = new HashMap<>();

    Samples(ObjectMapper json, TaskEventReader reader) {
        this.json = json;
        this.reader = reader;
        for (TemplateKind kind : TemplateKind.all()) {
            kind.event().ifPresent(type -> events.put(type, cases(type)));
        }
    }

    /** What a template of the kind has to be fit for; the first is the one to show. */
    List<Sample> of(TemplateKind kind) {
        return switch (kind.label()) {
            case TemplateKind.CHASE ->
                List.of(
                        new Sample.OfChase("two of five", Chase.of(List.of("冯砚舟", "江述白"), 5, RETURNED)),
                        new Sample.OfChase("one", Chase.of(List.of("冯砚舟"), 1, RETURNED)));
            case TemplateKind.ANNOUNCEMENT -> messages();
            case TemplateKind.MESSAGE ->
                Stream.concat(messages().stream(), events.values().stream().map(all -> all.get(0)))
                        .toList();
            case TemplateKind.DIGEST -> digests();
            case TemplateKind.MESSAGE_WAITS -> List.of(new Sample.OfWaiting("a message"));
            default -> events.get(kind.event().orElseThrow());
        };
    }

    /**
     * @param data for an event its data as in task-service's contract, else what the template can name
     * @throws Refusal 400 that names the field if it can't be read as that
     */
    Sample read(TemplateKind kind, Map<String, Object> given) {
        JsonNode data = json.valueToTree(given);
        try {
            return switch (kind.label()) {
                case TemplateKind.CHASE -> new Sample.OfChase("sample", json.treeToValue(data, Chase.class));
                case TemplateKind.ANNOUNCEMENT, TemplateKind.MESSAGE ->
                    message(json.treeToValue(data, GivenMessage.class));
                case TemplateKind.DIGEST -> digest(json.treeToValue(data, GivenDigest.class));
                case TemplateKind.MESSAGE_WAITS -> new Sample.OfWaiting("sample");
                default -> event("sample", kind.event().orElseThrow(), data);
            };
        } catch (JsonMappingException e) {
            String field = e.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                    .collect(Collectors.joining());
            throw unreadable(field, e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw unreadable("", e.getOriginalMessage());
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable("", e.getMessage());
        }
    }

    private static Refusal unreadable(String below, String reason) {
        return Refusal.badRequest(
                "invalid-request", List.of(new Violation("sample" + below, "template-sample-unreadable", reason)));
    }

    private record GivenMessage(
            String title,
            String body,
            Optional<Boolean> urgent,
            Optional<Boolean> acknowledgementAsked,
            Optional<Integer> repetition) {}

    private record GivenDigest(List<String> titles, int confidential) {}

    private static Sample message(GivenMessage given) {
        if (given.title() == null || given.body() == null) {
            throw unreadable("", "title and body are needed");
        }
        return new Sample.OfMessage(
                "sample",
                new NoticeTexts.Text(given.title(), given.body()),
                given.urgent(),
                given.acknowledgementAsked(),
                given.repetition());
    }

    private static Sample digest(GivenDigest given) {
        if (given.titles() == null) {
            throw unreadable(".titles", "missing");
        }
        return new Sample.OfDigest("sample", new DigestFacts(items(given.titles()), given.confidential()));
    }

    private static List<Sample> messages() {
        var text = new NoticeTexts.Text("关于召开试点推进会的通知", "试点推进会定于3月28日上午9:00在三楼会议室召开。\n请各组负责人准时参加，并准备本组的进展材料。");
        return List.of(
                new Sample.OfMessage("urgent", text, Optional.of(true), Optional.of(true), Optional.of(0)),
                new Sample.OfMessage("repeated", text, Optional.of(false), Optional.of(true), Optional.of(1)),
                new Sample.OfMessage("plain", text, Optional.of(false), Optional.of(false), Optional.of(0)));
    }

    private static List<Sample> digests() {
        List<String> titles = List.of("【临期提醒】任务11「组织开展系统初始化」还有3个工作日到期", "【阶段启动】第3阶段「上线前业务、技术准备」", "【任务办结】任务7「开展业务培训」");
        return List.of(
                new Sample.OfDigest("three and two that can't be named", new DigestFacts(items(titles), 2)),
                new Sample.OfDigest("one", new DigestFacts(items(titles.subList(0, 1)), 0)),
                new Sample.OfDigest("one that can't be named", new DigestFacts(List.of(), 1)));
    }

    private static List<DigestFacts.Item> items(List<String> titles) {
        return titles.stream()
                .map(title -> new DigestFacts.Item(UUID.nameUUIDFromBytes(title.getBytes()), title))
                .toList();
    }

    private List<Sample> cases(TaskEventType type) {
        ObjectNode example = example(type);
        List<Sample> all = new ArrayList<>();
        try {
            all.add(event(type.label(), type, example));
            for (var tried : CASES.entrySet()) {
                if (example.has(tried.getKey())) {
                    for (JsonNode value : tried.getValue()) {
                        ObjectNode other = example.deepCopy().set(tried.getKey(), value);
                        all.add(event("%s, %s %s".formatted(type.label(), tried.getKey(), value), type, other));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private Sample event(String name, TaskEventType type, JsonNode data) throws IOException {
        TaskEvent event = reader.read(type.wireName(), json.writeValueAsBytes(data));
        Map<UUID, String> names = new HashMap<>();
        event.mentionedUnitIds()
                .forEach(id -> names.computeIfAbsent(id, new_ -> UNITS.get(names.size() % UNITS.size())));
        return new Sample.OfEvent(name, event, names);
    }

    private ObjectNode example(TaskEventType type) {
        String path = "/samples/" + type.label() + ".v1.json";
        try (InputStream file = Samples.class.getResourceAsStream(path)) {
            return (ObjectNode) json.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode deadline(String kind, String opensOn, String dueOn) {
        return JSON.objectNode().put("kind", kind).put("opensOn", opensOn).put("dueOn", dueOn);
    }
}
