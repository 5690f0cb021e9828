package cn.taxrollout.org.directoryimport.document;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Duty;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Seat;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Unit;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random organisations, written down with the typing habits of many clerks, are read back as they are. A failure names its
 * seed; {@code -Ddocument.seed=…} runs that one alone.
 */
class GeneratedDocumentTest {

    private static final int DOCUMENTS = 500;
    private static final String SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎";
    private static final String GIVEN = "子涵宇轩梓萱思远一诺浩然若曦明哲雨桐嘉怡俊杰诗涵晨曦佳琪文博雅静泽楷语嫣";
    private static final List<String> SECTIONS = List.of(
            "办公室",
            "法制股",
            "税政一股",
            "税政二股",
            "社保费和非税收入股",
            "收入核算股",
            "征收管理股",
            "风险管理股",
            "财务管理股",
            "组织人事股",
            "机关党委",
            "信息中心",
            "第一税务分局",
            "第二税务所");
    private static final List<String> GROUPS =
            List.of("综合协调组", "业务集成组", "纳税服务组", "数据风险组", "技术支撑组", "采购保障组", "监督考核组", "宣传辅导组", "政策法规组", "应急处置组");
    private static final List<String> DUTIES = List.of(
            "负责收发文件", "分派并催办任务", "组织培训，编写教材", "核对数据、统计进度", "保障设备和网络", "处理投诉", "按月通报情况", "承办会议", "监控风险", "落实交办的其他工作");

    static LongStream seeds() {
        Long one = Long.getLong("document.seed");
        return one == null ? LongStream.range(0, DOCUMENTS) : LongStream.of(one);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsWrittenIsRead(long seed) throws IOException {
        Clerk clerk = new Clerk(new Random(seed));
        List<Group> organisation = clerk.organisation();
        String text = clerk.write(organisation);

        DirectoryOutline outline = DirectoryDocument.read(clerk.file(text));

        assertThat(outline.units().stream().map(GeneratedDocumentTest::spoken).collect(joining("\n")))
                .as("-Ddocument.seed=%d\n%s", seed, text)
                .isEqualTo(organisation.stream().map(Group::spoken).collect(joining("\n")));
        assertThat(outline.anomalies())
                .as("-Ddocument.seed=%d\n%s", seed, text)
                .extracting(Anomaly::code)
                .isSubsetOf(
                        Anomaly.Code.CONCURRENT_POSTS,
                        Anomaly.Code.SITS_WITH_SUPERVISORS,
                        Anomaly.Code.DEPUTY_SECTION_NOT_IN_OFFICE,
                        Anomaly.Code.MEMBER_SECTION_NOT_IN_OFFICE,
                        Anomaly.Code.FUNCTION_INFERRED,
                        Anomaly.Code.FUNCTION_AMBIGUOUS,
                        Anomaly.Code.UNIT_WITHOUT_MEMBERS);
        assertThat(linesOfNames(outline, text.split("\n", -1)))
                .as("lines of names, -Ddocument.seed=%d", seed)
                .isEmpty();
    }

    /** Seats whose lines don't hold the surname that was read from there. */
    private static List<String> linesOfNames(DirectoryOutline outline, String[] lines) {
        return outline.units().stream()
                .flatMap(Unit::named)
                .filter(seat -> seat.lines().stream()
                        .noneMatch(line ->
                                lines[line - 1].contains(seat.holder().name().substring(0, 1))))
                .map(Seat::toString)
                .toList();
    }

    private record Person(String name, String section, String post) {}

    /** @param rule what the sections listed among the members send, null if the members are people */
    private record Group(
            String name,
            String parent,
            List<Person> heads,
            List<Person> deputies,
            List<Person> members,
            String rule,
            List<String> sections,
            List<String> duties) {

        boolean isOffice() {
            return name.endsWith("办公室");
        }

        String spoken() {
            List<String> seats = new ArrayList<>();
            heads.forEach(person -> seats.add((isOffice() ? "主任 " : "组长 ") + spoken(person)));
            deputies.forEach(person -> seats.add((isOffice() ? "副主任 " : "副组长 ") + spoken(person)));
            members.forEach(person -> seats.add("成员 " + spoken(person)));
            sections.forEach(section -> seats.add("成员 " + rule + " " + section));
            return "%s < %s %s %s".formatted(name, parent, seats, duties);
        }

        private static String spoken(Person person) {
            return person.name()
                    + (person.section() == null ? "" : " " + person.section())
                    + (person.post() == null ? "" : " " + person.post());
        }
    }

    private static String spoken(Unit unit) {
        List<String> seats = unit.seats().stream()
                .map(seat -> seat.title() + " "
                        + switch (seat.holder().rule()) {
                            case NAMED ->
                                Group.spoken(new Person(
                                        seat.holder().name(),
                                        seat.holder().section(),
                                        seat.holder().post()));
                            default ->
                                seat.holder().rule() + " " + seat.holder().section();
                        })
                .toList();
        return "%s < %s %s %s"
                .formatted(
                        unit.name(),
                        unit.parent(),
                        seats,
                        unit.duties().stream()
                                .map(Duty::text)
                                .map(text -> text.replace(',', '，')) // either is as written
                                .toList());
    }

    /** How people and duties stand below the heading of a group. */
    private enum Style {
        LABELS,
        NUMBERED_LABELS,
        ONE_LINE,
        SENTENCES,
        TABLE
    }

    /** Thinks up an organisation and writes it down, each in a style of its own. */
    private static final class Clerk {
        private final Random random;
        private final boolean fullWidth;
        private final boolean postsFirst;
        private final boolean postsInBrackets;
        private final boolean drawnApart;
        private final boolean broken;
        private final boolean numberedDuties;
        private final boolean labelsAlone;
        private final String gap;
        private final String lineEnd;
        private final int numbering;
        private final Style style;
        private final List<String> names = new ArrayList<>();

        Clerk(Random random) {
            this.random = random;
            this.fullWidth = chance(70);
            this.postsFirst = chance(25);
            this.postsInBrackets = !postsFirst && chance(25);
            this.drawnApart = chance(30);
            this.broken = chance(25);
            this.numberedDuties = chance(30);
            this.labelsAlone = chance(15);
            this.gap = pick(List.of(" ", "  ", "　", "\t", "　　"));
            this.lineEnd = pick(List.of("\n", "\n\n", "\n \n"));
            this.numbering = random.nextInt(4);
            this.style = pick(List.of(Style.values()));
            for (char surname : SURNAMES.toCharArray()) {
                names.add(surname + given(1 + random.nextInt(2)));
            }
            names.addAll(List.of("欧阳" + given(1), "上官" + given(2), "司马" + given(1), "阿依古丽·买买提"));
            Collections.shuffle(names, random);
        }

        List<Group> organisation() {
            List<Group> groups = new ArrayList<>();
            String leading = pick(List.of("数字化转型工作领导小组", "试点推行领导小组", "工作领导小组"));
            List<String> sections = some(SECTIONS, 3 + random.nextInt(8));
            groups.add(new Group(
                    leading,
                    null,
                    List.of(leader("党委书记、局长")),
                    people(1 + random.nextInt(4), () -> leader("党委委员、副局长")),
                    List.of(),
                    "PRINCIPAL_OF",
                    sections,
                    duties()));
            boolean office = chance(80);
            if (office) {
                List<String> sending = some(SECTIONS, 2 + random.nextInt(5));
                groups.add(new Group(
                        "领导小组办公室",
                        leading,
                        List.of(leader("副局长")),
                        people(random.nextInt(4), this::principal),
                        List.of(),
                        "UNNAMED_DEPUTY_OF",
                        sending,
                        duties()));
            }
            for (String name : some(GROUPS, 1 + random.nextInt(7))) {
                groups.add(new Group(
                        name,
                        office ? "领导小组办公室" : leading,
                        people(chance(15) ? 2 : 1, this::colleague),
                        people(chance(20) ? 1 : 0, this::colleague),
                        people(random.nextInt(6), this::colleague),
                        null,
                        List.of(),
                        duties()));
            }
            return groups;
        }

        String write(List<Group> organisation) {
            StringBuilder text = new StringBuilder();
            text.append("青梧区税务局文件")
                    .append(lineEnd)
                    .append("青梧区税务局关于印发《推广方案》的通知")
                    .append(lineEnd);
            text.append("各股室：").append(lineEnd).append("　　现将方案印发给你们。").append(lineEnd);
            text.append("青梧区税务局").append(lineEnd).append("2023年2月23日").append(lineEnd);
            text.append(chapter(1))
                    .append("工作目标")
                    .append(lineEnd)
                    .append("人人会用。")
                    .append(lineEnd);
            text.append(chapter(2)).append("组织领导").append(lineEnd);
            boolean table = false;
            for (int i = 0; i < organisation.size(); i++) {
                Group group = organisation.get(i);
                boolean ofPeople = group.sections().isEmpty();
                if (ofPeople && style == Style.TABLE) {
                    text.append(table ? "" : "组别\t组长\t副组长\t成员\t职责" + lineEnd);
                    table = true;
                    text.append(row(group)).append(lineEnd);
                } else if (ofPeople && style == Style.ONE_LINE) {
                    text.append(section(i + 1)).append(line(group)).append(lineEnd);
                } else {
                    text.append(section(i + 1)).append(group.name());
                    text.append(pick(List.of("", "", "组成及职责", "人员组成"))).append(lineEnd);
                    if (ofPeople && style == Style.SENTENCES) {
                        text.append(sentences(group)).append(lineEnd);
                    } else {
                        write(group, text);
                    }
                }
            }
            text.append(chapter(3))
                    .append("工作要求")
                    .append(lineEnd)
                    .append("各单位要按时完成。")
                    .append(lineEnd);
            return marks(text.toString());
        }

        byte[] file(String text) {
            return switch (random.nextInt(4)) {
                case 0 -> text.getBytes(Charset.forName("GB18030"));
                case 1 -> ("\uFEFF" + text.replace("\n", "\r\n")).getBytes(StandardCharsets.UTF_8);
                case 2 -> WordFile.ofLines(text);
                default -> text.getBytes(StandardCharsets.UTF_8);
            };
        }

        private String row(Group group) {
            return String.join(
                    "\t",
                    group.name(),
                    names(group.heads()),
                    names(group.deputies()),
                    names(group.members()),
                    String.join("；", group.duties()));
        }

        /** 综合协调组：组长张三，成员李四、王五。职责：…… */
        private String line(Group group) {
            boolean bracketed = chance(30);
            String colon = pick(List.of("", "：", "为"));
            String people = "组长" + colon + names(group.heads())
                    + (group.deputies().isEmpty() ? "" : "，副组长" + colon + names(group.deputies()))
                    + (group.members().isEmpty() ? "" : "，成员" + colon + names(group.members()));
            return group.name() + (bracketed ? "（" + people + "）。" : pick(List.of("：", "。")) + people + "。") + "职责："
                    + String.join("；", group.duties()) + "。";
        }

        private String sentences(Group group) {
            return "组长由" + names(group.heads()) + "担任"
                    + (group.deputies().isEmpty()
                            ? ""
                            : pick(List.of("，", "；")) + "副组长由" + names(group.deputies()) + "担任")
                    + (group.members().isEmpty() ? "" : pick(List.of("，", "；")) + "成员由" + names(group.members()) + "组成")
                    + "。" + lineEnd + "主要职责：" + String.join("；", group.duties()) + "。";
        }

        private static String names(List<Person> people) {
            return people.stream().map(Person::name).collect(joining("、"));
        }

        private void write(Group group, StringBuilder text) {
            write(group.isOffice() ? "主任" : "组长", group.heads(), text);
            write(group.isOffice() ? "副主任" : "副组长", group.deputies(), text);
            write("成员", group.members(), text);
            if (!group.sections().isEmpty()) {
                String rule = group.rule().equals("PRINCIPAL_OF")
                        ? pick(List.of("主要负责人", "的主要负责人", "主要负责同志"))
                        : pick(List.of("各一名副职", "各出一名副职，名单另报", "各1名分管副职", "各一名分管负责人"));
                text.append(label("成员"))
                        .append(brokenUp(String.join("、", group.sections()) + rule + pick(List.of("", "。"))))
                        .append(lineEnd);
            }
            text.append(label(pick(List.of("职责", "主要职责", "工作职责"))));
            text.append(numberedDuties ? lineEnd : "");
            text.append(
                    numberedDuties
                            ? IntStream.range(0, group.duties().size())
                                    .mapToObj(i -> duty(i + 1)
                                            + brokenUp(group.duties().get(i))
                                            + pick(List.of("；", "。")))
                                    .collect(joining(lineEnd))
                            : brokenUp(String.join("；", group.duties()) + pick(List.of("", "。"))));
            text.append(lineEnd);
        }

        private void write(String title, List<Person> people, StringBuilder text) {
            if (people.isEmpty()) {
                return;
            }
            boolean plain = people.stream().allMatch(person -> person.post() == null);
            boolean oneLine = plain || postsInBrackets;
            String between =
                    oneLine ? pick(List.of("、", "，", "、", "；")) : lineEnd + pick(List.of("", "　　　　", "\t", "        "));
            String list = people.stream().map(person -> written(person, plain)).collect(joining(between));
            text.append(label(title))
                    .append(oneLine && !drawnApart ? brokenUp(list) : list)
                    .append(lineEnd);
        }

        private String written(Person person, boolean plain) {
            String name = drawnApart && person.name().length() == 2
                    ? person.name().charAt(0)
                            + pick(List.of(" ", "　", "  "))
                            + person.name().charAt(1)
                    : person.name();
            if (person.post() == null) {
                return name + (plain && chance(5) ? "同志" : "");
            }
            String section = person.section() == null ? "" : person.section();
            String post = section + (section.isEmpty() || chance(60) ? "" : gap) + person.post();
            if (postsInBrackets) {
                return name + "（" + section + person.post() + "）";
            }
            return postsFirst ? post + gap + name : name + gap + post;
        }

        private String label(String title) {
            String spread = title.length() == 2 && chance(50) ? title.charAt(0) + "　" + title.charAt(1) : title;
            boolean alone = labelsAlone && chance(50);
            String number = style == Style.NUMBERED_LABELS ? pick(List.of("①", "1)", "（1）")) : "";
            return number + spread + (alone ? "：" + lineEnd : pick(List.of("：", "：", "： ", " ：", "∶")));
        }

        private String chapter(int number) {
            String ordinal = "一二三四五六七八九十".substring(number - 1, number);
            return numbering == 1 ? "第" + ordinal + "章 " : numbering == 2 ? number + "、" : ordinal + "、";
        }

        private String section(int number) {
            String ordinal = "一二三四五六七八九十".substring(number - 1, number);
            return switch (numbering) {
                case 0 -> "（" + ordinal + "）";
                case 1 -> "第" + ordinal + "节 ";
                case 2 -> "（" + number + "）";
                default -> number + ". ";
            };
        }

        private String duty(int number) {
            return numbering == 2
                    ? "①②③④⑤".charAt(number - 1) + ""
                    : pick(List.of("（" + number + "）", "(" + number + ") "));
        }

        /** Lines as another program breaks them: anywhere. */
        private String brokenUp(String text) {
            if (!broken || !chance(60) || text.length() < 8) {
                return text;
            }
            int at = 2 + random.nextInt(text.length() - 4);
            boolean newWord = text.charAt(at) == '一' || text.startsWith("买提", at); // which nobody could tell
            return newWord ? text : text.substring(0, at) + lineEnd + text.substring(at);
        }

        private String marks(String text) {
            return fullWidth
                    ? text
                    : text.replace('：', ':')
                            .replace('（', '(')
                            .replace('）', ')')
                            .replace('，', ',')
                            .replace('；', ';');
        }

        private Person leader(String post) {
            return new Person(name(), null, post);
        }

        private Person principal() {
            String section = pick(SECTIONS.stream()
                    .filter(name -> name.endsWith("股") || name.endsWith("室"))
                    .toList());
            return new Person(name(), section, section.endsWith("股") ? pick(List.of("股长", "副股长")) : "主任");
        }

        private Person colleague() {
            return new Person(name(), null, null);
        }

        private String name() {
            return names.remove(names.size() - 1);
        }

        private List<Person> people(int count, java.util.function.Supplier<Person> person) {
            List<Person> people = new ArrayList<>();
            for (int i = 0; i < count && names.size() > 2; i++) {
                people.add(person.get());
            }
            return people;
        }

        private List<String> duties() {
            return some(DUTIES, 1 + random.nextInt(4));
        }

        private String given(int length) {
            StringBuilder given = new StringBuilder();
            for (int i = 0; i < length; i++) {
                given.append(GIVEN.charAt(random.nextInt(GIVEN.length())));
            }
            return given.toString();
        }

        private <T> List<T> some(List<T> all, int count) {
            List<T> some = new ArrayList<>(all);
            Collections.shuffle(some, random);
            return List.copyOf(some.subList(0, count));
        }

        private <T> T pick(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }

        private boolean chance(int percent) {
            return random.nextInt(100) < percent;
        }
    }
}
