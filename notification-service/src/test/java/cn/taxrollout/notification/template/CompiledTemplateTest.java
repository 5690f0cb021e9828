package cn.taxrollout.notification.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEvent.Deadline;
import cn.taxrollout.notification.event.TaskEvent.Plan;
import cn.taxrollout.notification.event.TaskEvent.PlanPublished;
import cn.taxrollout.notification.event.TaskEvent.PlanRevised;
import cn.taxrollout.notification.event.TaskEvent.Task;
import cn.taxrollout.notification.event.TaskEvent.TaskOverdue;
import cn.taxrollout.notification.template.CompiledTemplate.Rendered;
import cn.taxrollout.notification.web.Language;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledTemplateTest {
    private static final UUID UNIT = UUID.randomUUID();
    private static final Plan PLAN = new Plan(UUID.randomUUID(), "试点工作方案", false);

    @Test
    void valuesAreSaidInTheirPlaces() {
        assertThat(overdue(
                                "任务{event.task.number}",
                                "{units}：{event.deadline.zh}{#if event.level == 2}，已报办公室{#else}，请办理{/if}。",
                                "开展集成联调测试")
                        .body())
                .isEqualTo("数据风险组：2023年3月10日前（含当日），已报办公室。");
    }

    @Test
    void listsAreGoneThroughWithTheNamesOfUnits() {
        var event = new PlanPublished(PLAN, LocalDate.of(2023, 2, 23), List.of(new TaskEvent.UnitShare(UNIT, 5, 2)));
        Rendered rendered = CompiledTemplate.of(
                        Medium.INBOX,
                        new TemplateText(
                                "{event.plan.title}",
                                "{#for share in event.units}{share.unit}：{share.assigned}项{#if share_hasNext}、{/if}{/for}",
                                null),
                        variables(PlanPublished.class))
                .render(Templates.values(event, Map.of(UNIT, "综合组"), Language.CHINESE));
        assertThat(rendered.body()).isEqualTo("综合组：5项");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{event.task.titel}                             | template-variable-unknown | 1 | 1 | titel",
                "{evnt.level}                                   | template-variable-unknown | 1 | 1 | evnt",
                "{#if event.level == 3}{event.nothing}{/if}     | template-variable-unknown | 1 | 23 | nothing",
                "{#if event.levl == 3}x{/if}                    | template-variable-unknown | 1 | 1 | levl",
                "{event.level.more}                             | template-nothing-below | 1 | 1 | more",
                "{event.task}                                   | template-not-a-value | 1 | 1 | number",
                "{event.deadline}                               | template-not-a-value | 1 | 1 | zh",
                "{#for x in event.level}{x}{/for}               | template-not-a-list | 1 | 1 | event.level",
                "{#for x in 1000000000}{x}{/for}                | template-not-a-list | 1 | 1 | 1000000000",
                "{event.task.title.repeat(9)}                   | template-call | 1 | 1 | repeat",
                "{event.getClass.getName}                       | template-variable-unknown | 1 | 1 | getClass",
                "{event.class}                                  | template-variable-unknown | 1 | 1 | class",
                "{event.level.or(event.level)}                  | template-call | 1 | 1 | or",
                "{event.level ?: 1}                             | template-call | 1 | 1 | ?:",
                "{config:secret}                                | template-call | 1 | 1 | config:secret",
                "{#each event.task}{it}{/each}                  | template-section | 1 | 1 | each",
                "{@java.lang.Runtime event}                     | template-declaration | 1 | 26 | ",
                "{#include other /}                             | template-syntax | 1 | 18 | include",
                "{#let x=event.level}{x}{/let}                  | template-syntax | 1 | 20 | let",
                "{#if event.level}                              | template-syntax | 1 | 18 | ",
                "{event.level                                   | template-syntax | 1 | 13 | ",
                "{/if}                                          | template-syntax | 1 | 5 | ",
            })
    void whatReachesBeyondTheDataIsNamedWithItsPlace(String body, String code, int line, int column, String named) {
        Faults faults = faults("标题", "第一行\n" + body, TaskOverdue.class);
        assertThat(faults.places()).hasSize(1);
        var place = faults.places().get(0);
        assertThat(place.field()).isEqualTo("body");
        assertThat(place.code()).isEqualTo(code);
        assertThat(place.arguments().get(0)).isEqualTo(line + 1);
        assertThat(place.arguments().get(1)).isEqualTo(column);
        assertThat(place.arguments().toString()).contains(named == null ? "" : named);
    }

    @Test
    void aLoopWithinALoopGoesOverWhatTheOuterOneGives() {
        assertThat(faults(
                                "标题",
                                "{#for a in event.changes}{#for b in event.changes}{b.title}{/for}{/for}",
                                PlanRevised.class)
                        .places())
                .extracting("code")
                .containsExactly("template-loop-in-loop");
        CompiledTemplate.of(
                Medium.INBOX,
                new TemplateText("标题", "{#for a in event.changes}{#for f in a.fields}{f}{/for}{/for}", null),
                variables(PlanRevised.class));
    }

    @Test
    void allFaultsAreToldAtOnce() {
        assertThat(faults("标题\n{x}", "{y}\n{z}", TaskOverdue.class).places())
                .extracting(place -> place.field() + " " + place.code() + " "
                        + place.arguments().stream().limit(2).toList())
                .containsExactly(
                        "title template-title-lines []",
                        "title template-variable-unknown [2, 1]",
                        "body template-variable-unknown [1, 1]",
                        "body template-variable-unknown [2, 1]");
    }

    @Test
    void aValueThatIsMissingIsAFaultAndAConditionOnItIsNot() {
        var window = new Deadline(Deadline.Kind.FROM, Optional.of(LocalDate.of(2023, 3, 25)), Optional.empty());
        var event = new TaskOverdue(PLAN, task("数据迁移"), List.of(UNIT), window, 3, 2);
        Map<String, Object> values = Templates.values(event, Map.of(UNIT, "数据风险组"), Language.CHINESE);
        CompiledTemplate asks = CompiledTemplate.of(
                Medium.INBOX,
                new TemplateText("标题", "{#if event.deadline.dueOn}{event.deadline.dueOn.zh}{#else}持续{/if}", null),
                variables(TaskOverdue.class));
        assertThat(asks.render(values).body()).isEqualTo("持续");
        CompiledTemplate doesNot = CompiledTemplate.of(
                Medium.INBOX,
                new TemplateText("标题", "到\n{event.deadline.dueOn.zh}", null),
                variables(TaskOverdue.class));
        Faults faults = catchThrowableOfType(Faults.class, () -> doesNot.render(values));
        assertThat(faults.places().get(0).code()).isEqualTo("template-value-missing");
        assertThat(faults.places().get(0).arguments().subList(0, 2)).isEqualTo(List.of(2, 1));
    }

    @Test
    void nothingToReadIsAFault() {
        CompiledTemplate silent = CompiledTemplate.of(
                Medium.INBOX,
                new TemplateText("标题", "{#if event.level == 9}九{/if}", null),
                variables(TaskOverdue.class));
        Faults faults = catchThrowableOfType(Faults.class, () -> silent.render(overdueValues("数据迁移")));
        assertThat(faults.places().get(0).code()).isEqualTo("template-empty");
    }

    @Test
    void whatIsTooLongIsCutAndSaid() {
        Rendered rendered = message(Medium.SMS, "很长".repeat(100), "更长".repeat(1_000));
        assertThat(rendered.title()).hasSize(70).endsWith("…");
        assertThat(rendered.body()).hasSize(500).endsWith("…");
        assertThat(rendered.cut()).containsExactly("title", "body");
    }

    @Test
    void aSourceThatIsTooLongIsNotEvenRead() {
        assertThat(faults("标题", "{#if".repeat(10_000), TaskOverdue.class).places())
                .extracting("code")
                .containsExactly("template-source-too-long");
    }

    @ParameterizedTest
    @EnumSource(Medium.class)
    void aHostileTitleStaysATitle(Medium medium) {
        String hostile =
                "\"><script>alert(1)</script>'[点此](http://evil.example)\r\nBcc: all@evil.example\u202E\u0000**强**<@all>";
        Rendered rendered = message(medium, hostile, hostile);
        assertThat(rendered.title()).doesNotContain("\r", "\n", "\u0000", "\u202E");
        assertThat(rendered.body()).doesNotContain("\r", "\u0000", "\u202E");
        assertThat(rendered.title()).contains("alert", "点此");
        if (medium.form() == Form.CHAT) {
            assertThat(rendered.title() + rendered.body()).doesNotContain("<", ">", "[", "]", "*", "@");
        }
        if (medium.hasPage()) {
            assertThat(rendered.html())
                    .doesNotContain("<script", "'[")
                    .contains("<p>&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;[点此](http://evil.example)")
                    .contains("<a href=\"https://portal.example/inbox/1?a=b&amp;c=d_e\">");
        } else {
            assertThat(rendered.body()).contains("https://portal.example/inbox/1?a=b&c=d_e");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href={message.link}>x</a>",
                "<a href='{message.link}'>x</a>",
                "<a href=\"{message.title}\">x</a>",
                "<a href=\"http://evil.example?{message.link}\">x</a>",
                "<p style=\"color: {message.title}\">x</p>",
                "<p {message.title}>x</p>",
                "<p title=\">\" {message.title}>x</p>",
                "<p {#if message.urgent}class=\"a\"{/if}>x</p>",
                "<{message.title}>x",
                "<!-- {message.title} -->",
                "<script>x</script>",
                "<SCRIPT src=x>",
                "<img src=x onerror=alert(1)>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<iframe src=x></iframe>",
                "<form action=x></form>",
            })
    void aPageHasValuesWhereTheyAreTextAndDoesNothing(String html) {
        Faults faults = catchThrowableOfType(
                Faults.class,
                () -> CompiledTemplate.of(
                        Medium.EMAIL,
                        new TemplateText("t", "b", "<p>前</p>\n" + html),
                        Map.of("message", Shape.of(Message.class))));
        assertThat(faults.places()).allSatisfy(place -> {
            assertThat(place.field()).isEqualTo("html");
            assertThat(place.code()).startsWith("template-html-");
            assertThat(place.arguments().get(0)).isEqualTo(2);
        });
    }

    private static Rendered message(Medium medium, String title, String body) {
        var link = URI.create("https://portal.example/inbox/1?a=b&c=d_e");
        var message = new Message(title, body, body.lines().toList(), true, true, 0, link);
        String html = medium.hasPage() ? "<p>{message.body}</p><a href=\"{message.link}\">{message.title}</a>" : null;
        return CompiledTemplate.of(
                        medium,
                        new TemplateText("{message.title}", "{message.link} {message.body}", html),
                        Map.of("message", Shape.of(Message.class)))
                .render(Map.of("message", Shape.values(message, Map.of())));
    }

    private static Rendered overdue(String title, String body, String taskTitle) {
        return CompiledTemplate.of(Medium.INBOX, new TemplateText(title, body, null), variables(TaskOverdue.class))
                .render(overdueValues(taskTitle));
    }

    private static Map<String, Object> overdueValues(String taskTitle) {
        var deadline = new Deadline(Deadline.Kind.BEFORE, Optional.empty(), Optional.of(LocalDate.of(2023, 3, 10)));
        var event = new TaskOverdue(PLAN, task(taskTitle), List.of(UNIT), deadline, 3, 2);
        return Templates.values(event, Map.of(UNIT, "数据风险组"), Language.CHINESE);
    }

    private static Task task(String title) {
        return new Task(UUID.randomUUID(), 10, title, "/v1/tasks/10");
    }

    private static Faults faults(String title, String body, Class<? extends Record> event) {
        return catchThrowableOfType(
                Faults.class,
                () -> CompiledTemplate.of(Medium.INBOX, new TemplateText(title, body, null), variables(event)));
    }

    private static Map<String, Shape> variables(Class<? extends Record> event) {
        return Map.of("event", Shape.of(event), "units", new Shape.Value());
    }
}
