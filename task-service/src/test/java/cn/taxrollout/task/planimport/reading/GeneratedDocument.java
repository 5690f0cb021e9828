package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.deadline.WorkingDays;
import cn.taxrollout.task.planimport.draft.PeriodicReport;
import cn.taxrollout.task.planimport.draft.ReadDeadline;
import cn.taxrollout.task.planimport.draft.ResponsibleUnit.Role;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A plan as it is meant, and one of the many ways to write it down. */
record GeneratedDocument(List<Phase> phases, Style style) {

    static final LocalDate ISSUED = LocalDate.of(2023, 4, 12);
    static final WorkingDays CALENDAR = WorkingDays.announced();
    static final List<String> UNITS =
            List.of("征收管理股", "纳税服务股", "信息中心", "法制股", "办公室", "收入核算股", "第一税务分局", "税政一股", "财务管理股");

    record Phase(String title, List<Task> tasks) {}

    record Task(String title, Words deadline, Map<String, Role> units, String body, String deliverable) {}

    /**
     * Words of a deadline.
     *
     * @param meant null where they mean no certain day
     */
    record Words(String words, ReadDeadline meant) {}

    /** How its author writes. */
    record Style(
            Phases phases,
            Numbers numbers,
            Deadlines deadlines,
            String separator,
            boolean fullWidth,
            boolean spaced,
            boolean blankLines,
            int width) {}

    enum Phases {
        BRACKETED,
        PLAIN,
        STAGE
    }

    enum Numbers {
        POINT("%d."),
        FULL_POINT("%d．"),
        COMMA("%d、"),
        BRACKETED("（%d）"),
        NAMED("任务%d："),
        CIRCLED("①②③④⑤⑥⑦⑧⑨⑩⑪⑫"),
        ORDINAL("第%s、"),
        ITEM("%s是");

        private static final List<String> CHINESE =
                List.of("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二");

        private final String form;

        Numbers(String form) {
            this.form = form;
        }

        String of(int number) {
            return switch (this) {
                case CIRCLED -> form.substring(number - 1, number);
                case ORDINAL, ITEM -> form.formatted(CHINESE.get(number - 1));
                default -> form.formatted(number);
            };
        }
    }

    enum Deadlines {
        PARENTHESES,
        LABEL,
        REMARK,
        SPOKEN
    }

    // ------------------------------------------------------------------------------------------- what is meant

    static Arbitrary<GeneratedDocument> any() {
        return Combinators.combine(phase().list().ofMinSize(1).ofMaxSize(3), styles())
                .as(GeneratedDocument::new);
    }

    private static Arbitrary<Phase> phase() {
        return Combinators.combine(
                        Arbitraries.of("摸底排查", "集中推进", "巩固提升", "动员部署", "系统上线"),
                        task().list().ofMinSize(1).ofMaxSize(4))
                .as(Phase::new);
    }

    private static Arbitrary<Task> task() {
        Arbitrary<String> title = Combinators.combine(
                        Arbitraries.of("清点", "核对", "培训", "升级", "走访", "梳理", "检查", "编印"),
                        Arbitraries.of("库存发票", "登记信息", "业务骨干", "自助终端", "重点企业", "退税清册", "机房线路", "操作手册"),
                        Arbitraries.of("", "和有关资料", "（第二批）", "“一户一档”"))
                .as((does, what, more) -> does + what + more);
        Arbitrary<String> body = Arbitraries.of(
                "",
                "逐户核对，逐项登记，做到账实相符。",
                "分期分批轮训，人人过关；每批不少于3天，训后测试。",
                "按照12366热线的常见问题逐条梳理，分清缓急，拿出办法，限时办结，回访不少于两次，回访率达到98.5%以上。");
        return Combinators.combine(title, words(), units(), body, Arbitraries.of("", "", "问题清单", "核对台账（2023版）"))
                .as(Task::new);
    }

    private static Arbitrary<Map<String, Role>> units() {
        Arbitrary<List<String>> names =
                Arbitraries.of(UNITS).list().uniqueElements().ofMinSize(1).ofMaxSize(3);
        return Combinators.combine(names, Arbitraries.of(true, false)).as((several, led) -> {
            Map<String, Role> roles = new LinkedHashMap<>();
            boolean oneLeads = led && several.size() > 1;
            several.forEach(name ->
                    roles.put(name, !oneLeads ? Role.RESPONSIBLE : roles.isEmpty() ? Role.LEAD : Role.SUPPORTING));
            return roles;
        });
    }

    private static Arbitrary<Words> words() {
        Arbitrary<LocalDate> day = Arbitraries.integers().between(0, 800).map(ISSUED.minusDays(100)::plusDays);
        Arbitrary<LocalDate> thisYear = Arbitraries.integers()
                .between(0, (int) (LocalDate.of(2023, 12, 31).toEpochDay() - ISSUED.toEpochDay()))
                .map(ISSUED::plusDays);
        return Arbitraries.oneOf(
                day.map(d -> new Words(written(d) + "前", ReadDeadline.before(d))),
                day.map(d -> new Words(written(d) + "前完成", ReadDeadline.before(d))),
                day.map(d -> new Words(written(d) + "起持续开展", ReadDeadline.from(d))),
                Combinators.combine(day, Arbitraries.integers().between(0, 60))
                        .as((d, length) -> new Words(
                                written(d) + "至" + written(d.plusDays(length)),
                                ReadDeadline.window(d, d.plusDays(length)))),
                thisYear.filter(d -> d.getDayOfMonth() < 20)
                        .map(d -> new Words(
                                written(d) + "-" + (d.getDayOfMonth() + 5) + "日",
                                ReadDeadline.window(d, d.plusDays(5)))),
                thisYear.map(
                        d -> new Words(d.getMonthValue() + "月" + d.getDayOfMonth() + "日前", ReadDeadline.before(d))),
                thisYear.map(d -> new Words(d.getMonthValue() + "月底前", ReadDeadline.before(endOfMonth(d)))),
                day.map(d ->
                        new Words(d.getYear() + "年" + d.getMonthValue() + "月底前", ReadDeadline.before(endOfMonth(d)))),
                Arbitraries.integers()
                        .between(1, 4)
                        .map(quarter -> new Words(
                                "2024年第" + "一二三四".charAt(quarter - 1) + "季度",
                                ReadDeadline.window(
                                        LocalDate.of(2024, quarter * 3 - 2, 1),
                                        endOfMonth(LocalDate.of(2024, quarter * 3, 1))))),
                Arbitraries.integers()
                        .between(1, 60)
                        .map(days ->
                                new Words("方案印发后" + days + "个工作日内", ReadDeadline.before(CALENDAR.plus(ISSUED, days)))),
                Arbitraries.of("长期坚持", "即日起", "持续推进", "即日起长期坚持")
                        .map(words -> new Words(words, ReadDeadline.from(ISSUED))),
                Arbitraries.integers()
                        .between(1, 28)
                        .map(on -> new Words(
                                "每月" + on + "日前",
                                new ReadDeadline(
                                        ReadDeadline.Kind.FROM,
                                        ISSUED,
                                        null,
                                        new PeriodicReport(PeriodicReport.Every.MONTH, null, on)))),
                Arbitraries.of("中秋节前", "尽快", "适时", "2023年2月30日前", "2023年3月1日后5日内", "9月31日前", "视情况而定的时间前")
                        .map(words -> new Words(words, null)));
    }

    private static LocalDate endOfMonth(LocalDate day) {
        return day.withDayOfMonth(day.lengthOfMonth());
    }

    private static String written(LocalDate day) {
        return day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    // ------------------------------------------------------------------------------------------- how it is written

    private static Arbitrary<Style> styles() {
        return Combinators.combine(
                        Arbitraries.of(Phases.class),
                        Arbitraries.of(Numbers.class),
                        Arbitraries.of(Deadlines.class),
                        Arbitraries.of("、", "，", "、 "),
                        Arbitraries.of(false, true),
                        Arbitraries.of(false, true),
                        Arbitraries.of(false, true),
                        Arbitraries.of(0, 0, 44, 30, 28, 22))
                .as(Style::new);
    }

    List<Task> tasks() {
        return phases.stream().flatMap(phase -> phase.tasks().stream()).toList();
    }

    /** The document as text, as its author writes it. */
    String text() {
        List<String> lines = new ArrayList<>(List.of(
                "国家税务总局青禾县税务局文件",
                "青税发〔2023〕21号",
                "国家税务总局青禾县税务局关于印发《数字办税推广方案》的通知",
                "各股室、各税务分局：",
                "现将《数字办税推广方案》印发给你们，请认真执行。",
                "国家税务总局青禾县税务局",
                "2023年4月12日",
                "数字办税推广方案",
                "一、工作目标",
                "让纳税人少跑路。",
                "二、工作任务"));
        int number = 0;
        for (int i = 0; i < phases.size(); i++) {
            char ordinal = "一二三".charAt(i);
            lines.add(switch (style.phases()) {
                        case BRACKETED -> "（" + ordinal + "）第" + ordinal + "阶段：";
                        case PLAIN -> "第" + ordinal + "阶段：";
                        case STAGE -> "（" + ordinal + "）";
                    }
                    + phases.get(i).title()
                    + (style.phases() == Phases.STAGE ? "阶段" : ""));
            for (Task task : phases.get(i).tasks()) {
                write(task, style.numbers().of(++number), lines);
            }
        }
        lines.addAll(List.of("三、工作要求", "（一）加强领导。统筹推进。", "（二）注重实效。不搞花架子。", "信息公开选项：主动公开"));
        return String.join(
                        style.blankLines() ? "\n\n" : "\n",
                        lines.stream().flatMap(this::broken).toList()) + "\n";
    }

    private void write(Task task, String number, List<String> lines) {
        String deadline = task.deadline().words();
        String body = task.body() + (task.deliverable().isEmpty() ? "" : "形成《" + task.deliverable() + "》。");
        switch (style.deadlines()) {
            case PARENTHESES -> {
                lines.add(number + task.title() + "（" + deadline + "）");
                addBody(body, lines);
                addUnits(task, lines);
            }
            case LABEL -> {
                lines.add(number + task.title());
                addBody(body, lines);
                addUnits(task, lines);
                lines.add("完成时限：" + deadline);
            }
            case REMARK -> {
                lines.add(number + task.title());
                addBody(body, lines);
                lines.add("（" + labelled(task, "；") + "；完成时限：" + deadline + "）");
            }
            case SPOKEN -> {
                lines.add(number + task.title());
                addBody(body, lines);
                String all = names(task, Role.RESPONSIBLE);
                String who = all.isEmpty()
                        ? names(task, Role.LEAD) + "牵头，" + names(task, Role.SUPPORTING) + "配合"
                        : all + "负责";
                lines.add("（" + who + "，" + deadline + "）");
            }
        }
    }

    private static void addBody(String body, List<String> lines) {
        if (!body.isEmpty()) {
            lines.add(body);
        }
    }

    private void addUnits(Task task, List<String> lines) {
        lines.addAll(List.of(labelled(task, "\n").split("\n")));
    }

    private String labelled(Task task, String between) {
        String all = names(task, Role.RESPONSIBLE);
        return all.isEmpty()
                ? "牵头单位：" + names(task, Role.LEAD) + between + "配合单位：" + names(task, Role.SUPPORTING)
                : "责任单位：" + all;
    }

    private String names(Task task, Role role) {
        return String.join(
                style.separator(),
                task.units().entrySet().stream()
                        .filter(unit -> unit.getValue() == role)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** The line in the author's habits: figures in full width, spaces about them, broken where the page ends. */
    private Stream<String> broken(String line) {
        String written = style.spaced() ? line.replaceAll("(\\d+)(?=[年月日])", " $1 ") : line;
        if (style.fullWidth()) {
            StringBuilder wide = new StringBuilder();
            written.chars().forEach(c -> wide.append((char) (c >= '0' && c <= '9' ? c - '0' + '０' : c)));
            written = wide.toString();
        }
        List<String> pieces = new ArrayList<>();
        int width = style.width();
        while (width > 0 && written.length() > width) {
            int end = width;
            while (end > width / 2 && "，。；：、）》％%”".indexOf(written.charAt(end)) >= 0) {
                end--;
            }
            pieces.add(written.substring(0, end));
            written = written.substring(end);
        }
        pieces.add(written);
        return pieces.stream();
    }

    /** The same as a table, in the readable form of {@link WordFile}. */
    String table() {
        StringBuilder table = new StringBuilder("""
                国家税务总局青禾县税务局文件
                青税发〔2023〕21号
                国家税务总局青禾县税务局关于印发《数字办税推广方案》的通知
                国家税务总局青禾县税务局
                2023年4月12日
                数字办税推广方案
                一、工作目标
                让纳税人少跑路。
                二、任务安排
                | 序号 | 阶段 | 工作任务 | 工作内容 | 牵头单位 | 责任单位 | 配合单位 | 完成时限 |
                """);
        int number = 0;
        for (Phase phase : phases) {
            String stage = phase.title() + phases.indexOf(phase);
            for (Task task : phase.tasks()) {
                table.append("| %d | %s | %s | %s | %s | %s | %s | %s |\n"
                        .formatted(
                                ++number,
                                task == phase.tasks().get(0) ? stage : "^",
                                task.title(),
                                task.body(),
                                names(task, Role.LEAD),
                                names(task, Role.RESPONSIBLE),
                                names(task, Role.SUPPORTING),
                                task.deadline().words()));
            }
        }
        return table + "信息公开选项：主动公开\n";
    }

    @Override
    public String toString() {
        return style + "\n" + text();
    }
}
