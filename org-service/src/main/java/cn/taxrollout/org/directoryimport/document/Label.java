package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.appointment.SeatRank;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A word at the head of a passage that says what follows: a title of seats (组长, 成员), or duties.
 *
 * @param title as the text has it, without spaces
 * @param rank null where duties follow
 * @param ofOffice whether the label speaks of the office within the text of another unit (办公室主任)
 */
record Label(String title, SeatRank rank, boolean ofOffice) {

    private static final List<String> HEADS =
            List.of("组长 第一组长 双组长 主任 召集人 总召集人 总指挥 指挥长 队长 负责人 总负责人 牵头人 牵头领导 主任委员 牵头部门 牵头单位 牵头股室 牵头科室".split(" "));
    private static final List<String> DEPUTIES =
            List.of("副组长 常务副组长 执行副组长 第一副组长 副主任 常务副主任 副召集人 副总指挥 副指挥长 副队长 副负责人 副主任委员".split(" "));
    private static final List<String> MEMBERS = List.of(
            ("成员 组员 队员 组成人员 成员单位 成员部门 参加人员 参与人员 委员 联络员 秘书 工作人员 配合部门 配合单位 配合股室 配合科室 " + "责任部门 责任股室 责任科室 参加部门 参与部门 组成部门")
                    .split(" "));
    private static final List<String> DUTIES =
            List.of("职责 主要职责 工作职责 具体职责 职责分工 工作职责分工 职责任务 主要任务 工作任务 工作内容 工作分工 任务分工".split(" "));

    private static final String TITLES = Stream.of(HEADS, DEPUTIES, MEMBERS)
            .flatMap(List::stream)
            .sorted((a, b) -> b.length() - a.length())
            .map(Label::drawnApart)
            .collect(Collectors.joining("|"));
    private static final String ALL = Stream.concat(
                    Stream.of(TITLES),
                    DUTIES.stream().sorted((a, b) -> b.length() - a.length()).map(Label::drawnApart))
            .collect(Collectors.joining("|"));

    private static final String NOTE = "(?:\\s*\\([^()]{0,30}\\))?";
    private static final Pattern LABEL = Pattern.compile("(?:(?<office>(?:领导小组)?办公室)(?=副?\\s*主|成|常|联))?(?<title>" + ALL
            + ")(?<note>" + NOTE + ")(?<end>\\s*:\\s*|\\s+|$|)");
    private static final Pattern CLAUSE = Pattern.compile("[^,;。]{1,40}");
    private static final Pattern PLAIN_WORD = Pattern.compile("[^\\s、,;。:()]+");

    /** A label and where its text begins; the text runs to the next label. */
    record Segment(Label label, Passage content) {}

    boolean isDuties() {
        return rank == null;
    }

    /** Labels at the head of the passage and, after them, within it; empty if it doesn't begin with one. */
    static List<Segment> segments(Passage passage) {
        List<Segment> segments = new ArrayList<>();
        Label open = null;
        int start = 0;
        int from = 0;
        Matcher matcher = LABEL.matcher(passage.plain());
        while (matcher.find(from)) {
            if (isLabel(passage, matcher, open == null ? null : open)) {
                if (open != null) {
                    segments.add(new Segment(open, passage.part(start, matcher.start())));
                }
                open = of(matcher);
                start = matcher.start("note");
                from = matcher.end();
                if (matcher.end("note") == start) {
                    start = matcher.end();
                }
            } else if (open == null) {
                return List.of();
            } else {
                from = matcher.start() + 1;
            }
        }
        if (open != null) {
            segments.add(new Segment(open, passage.from(start)));
        }
        return segments;
    }

    private static Label of(Matcher matcher) {
        String title = matcher.group("title").replaceAll("\\s+", "");
        return new Label(title, rank(title), matcher.group("office") != null);
    }

    static SeatRank rank(String title) {
        return HEADS.contains(title)
                ? SeatRank.HEAD
                : DEPUTIES.contains(title) ? SeatRank.DEPUTY_HEAD : MEMBERS.contains(title) ? SeatRank.MEMBER : null;
    }

    /** A title of seats, as a pattern. */
    static String titles() {
        return TITLES;
    }

    private static boolean isLabel(Passage passage, Matcher matcher, Label open) {
        String plain = passage.plain();
        boolean colon = matcher.group("end").contains(":");
        boolean duties = rank(matcher.group("title").replaceAll("\\s+", "")) == null;
        if (!colon && matcher.group("title").endsWith("负责人")) {
            return false; // more often the end of a broken line
        }
        if (matcher.start() == 0) {
            return colon
                    || matcher.end() == plain.length()
                    || (duties ? matcher.end("end") > matcher.start("end") : namesFollow(passage, matcher.end()));
        }
        if (open == null) {
            return false;
        }
        char before = plain.charAt(matcher.start() - 1);
        boolean clause = before == '。' || before == ';' || before == ',' || before == ')';
        if (open.isDuties()) {
            return colon && !duties && (before == '。' || before == '\t' || before == ' ');
        }
        return colon && (clause || before == ' ' || before == '\t')
                || clause && !duties && namesFollow(passage, matcher.end());
    }

    /** Without a colon only what is certainly a holder makes the word a label: 组长张三, 成员由…组成, but not 组长负责. */
    private static boolean namesFollow(Passage passage, int from) {
        String rest = passage.plain().substring(from);
        if (rest.matches("[由为是:].*")) {
            return true;
        }
        Matcher word = PLAIN_WORD.matcher(rest);
        if (!word.lookingAt()) {
            return false;
        }
        Word first = Word.of(word.group());
        Matcher clause = CLAUSE.matcher(rest);
        return first.isKnown() || clause.lookingAt() && Holders.areHolders(passage.part(from, from + clause.end()));
    }

    private static String drawnApart(String title) {
        return Arrays.stream(title.split("")).collect(Collectors.joining("\\s*"));
    }
}
