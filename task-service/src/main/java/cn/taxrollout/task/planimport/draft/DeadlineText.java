package cn.taxrollout.task.planimport.draft;

import cn.taxrollout.task.planimport.draft.ReckoningDay.Unclear;
import cn.taxrollout.task.planimport.draft.TimePoint.Span;
import cn.taxrollout.task.planimport.draft.TimePoint.Unit;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads deadlines from the wording of official documents. What stands around a date is matched word by word and never skipped,
 * so that a wording which isn't understood ("2023年3月1日后5日内") is unreadable, not misread. All texts are half width.
 */
public final class DeadlineText {

    /**
     * What came of some words.
     *
     * @param deadline null where they give none
     * @param reckoned whether it follows from the words only with the date of issue or the year of the plan
     * @param why they give none, else null
     */
    public record Outcome(ReadDeadline deadline, boolean reckoned, Unresolved.Code why) {
        static Outcome none(Unresolved.Code why) {
            return new Outcome(null, false, why);
        }
    }

    /** Words in running text that give a deadline, without spaces, and their place there. */
    public record Found(String words, int from, int to) {}

    private static final Pattern LABEL =
            Pattern.compile("(?<due>完成|办结|截止|截至|整改|上报|报送)?(?:工作|实施|任务|计划|推进|起止|进度)?(?:时间|时限|期限|日期)(?:节点|要求|安排|进度)?:?");
    private static final Pattern BEFORE_POINT = Pattern.compile("(?:(?:力争|确保|争取|原则上|须|应|要)?[于在自从]?)");
    private static final Pattern LATEST = Pattern.compile("截[止至]到?|不得?[晚迟]于|最[晚迟]于?|至迟于?");
    private static final Pattern WEEKDAY = Pattern.compile("\\((?:星期|周)[一二三四五六日天]\\)");
    private static final Pattern TIME_OF_DAY =
            Pattern.compile("(?:(?:上午|下午|中午|晚上?)?\\d{1,2}(?:[时点]半?(?:\\d{1,2}分|整)?|:\\d{2})|下班|零时)(?:之?前|以前)");
    private static final Pattern BEFORE = Pattern.compile("之前|以前|前(?![后期提述往])");
    private static final Pattern BETWEEN = Pattern.compile("起?(?:[-‐‑‒–—―−~〜]{1,2}|[至到])");
    private static final Pattern YEAR = Pattern.compile("(\\d{4})年");
    private static final Pattern SEVERAL_QUARTERS =
            Pattern.compile("第?([一二三四1-4])(?:季度?)?(?:[、至到和及~-]|——?)(?=第?[一二三四1-4]季)");
    private static final Pattern SEVERAL_MONTHS =
            Pattern.compile("(?:(?<year>\\d{4})年)?(?<month>\\d{1,2})(?:[、至到~〜-]|——?)(?=\\d{1,2}月)");

    private static final String CARRIED = "(?:长期|持续|常态化?|全程|始终|不断|经常性?|日常|滚动|动态|长效|贯穿始终)";
    private static final String WORK =
            "(?:坚持|推进|推动|开展|实施|进行|落实|执行|运行|保持|抓好|抓实|跟进|更新|完善|优化|管理|组织|巩固|提升|做好|监控|监测|服务|工作|任务|性)";
    private static final Pattern CARRIED_ON =
            Pattern.compile("(?:以?后)?(?:[,、;]|并|且)?(?:" + CARRIED + "[,、]?)+(?:[,、]?" + WORK + ")*");
    private static final Pattern STARTING =
            Pattern.compile("(?:之?起|开始)后?(?:" + WORK + ")?|及?以?后(?=[,、]?" + CARRIED + ")");
    private static final Pattern STARTED_AT_ISSUE =
            Pattern.compile("[自从]?(?:即日|本?(?:方案|通知|文件|意见|计划)?(?:印发|下发|发布|制发|发文|公布)之日)起");

    private static final String AMOUNT = "(?<amount>\\d{1,3}|半|[一二两三四五六七八九十]{1,3})个?";
    private static final String LENGTH = "(?<length>工作日|日|天|周|星期|月|季度|年)";
    private static final Pattern AFTER_ISSUE = Pattern.compile("(?:[在自从于])?(?:"
            + "(?:本?(?:方案|通知|文件|意见|办法|计划|公告|要点|细则))?(?:正式)?(?:印发|下发|发布|制发|发文|出台|公布)(?:之日)?(?:起|之?后|以后)?"
            + "|即日起)(?:的)?" + AMOUNT + LENGTH + "(?:之内|以内|内)");

    /** What is owed each time, in words that name no other day. */
    private static final Pattern OWED = Pattern.compile("[\\p{IsHan},、;“”《》]{0,30}");

    private static final Pattern DONE =
            Pattern.compile("(?:[,、]?(?:全部|全面|基本|初步|首批|按时)?(?:完成|到位|办结|办理完毕|上报|报送|报告|提交|整改到位|落实到位|建成|启动|见效|结束|实现|印发|出台"
                    + "|上线|落实|执行|实施|开展|进行|组织实施|实施完毕|完成整改|完成任务)?)[。;,]?");
    private static final Pattern DURING = Pattern.compile("(?:期间|以?内|之内|止|份)?");
    private static final Pattern THAT_DAY = Pattern.compile("(?:当[日天])?");

    private static final Pattern ISSUE_DATE =
            Pattern.compile("(?:\\d{4}|[〇○零一二三四五六七八九]{4})年" + TimePoint.NUMBER + "月" + TimePoint.NUMBER + "日");

    /** What a deadline in running text may begin with; a quick look, since most characters are none of these. */
    private static final String STARTS = "0123456789〇○零一二三四五六七八九十第今明本当年上下每在自从于方通文意办计公要细正印下发制出即";

    private final String text;
    private final ReckoningDay by;
    private boolean due;
    private int at;
    private boolean reckoned;

    private DeadlineText(String text, ReckoningDay by, boolean due) {
        this.text = text;
        this.by = by;
        this.due = due;
    }

    /**
     * Reads the words of a deadline.
     *
     * @param due whether a day alone is the last one in time (完成时限) instead of the very day of the work
     */
    static Outcome read(String words, ReckoningDay by, boolean due) {
        String compact = WEEKDAY.matcher(words.replace(" ", "")).replaceAll("");
        DeadlineText reading = new DeadlineText(compact, by, due);
        try {
            return reading.whole()
                    .map(deadline -> new Outcome(deadline, reading.reckoned, null))
                    .orElse(Outcome.none(Unresolved.Code.UNREADABLE_DEADLINE));
        } catch (Unclear e) {
            return Outcome.none(e.why());
        } catch (DateTimeException e) {
            return Outcome.none(Unresolved.Code.IMPOSSIBLE_DEADLINE);
        }
    }

    /** Whether the words are those of a deadline, be it one that can't be reckoned. */
    public static boolean isDeadline(String words) {
        return read(words, ReckoningDay.near(LocalDate.of(2000, 1, 1)), true).why()
                != Unresolved.Code.UNREADABLE_DEADLINE;
    }

    /** A day that is written out and stands alone, as the date of issue does; nothing for other words. */
    public static Optional<Outcome> date(String words) {
        String compact = words.replace(" ", "");
        return ISSUE_DATE.matcher(compact).matches()
                ? Optional.of(read(compact, ReckoningDay.near(LocalDate.of(2000, 1, 1)), false))
                : Optional.empty();
    }

    /** Deadlines in running text, in order. */
    public static List<Found> within(String body) {
        StringBuilder compact = new StringBuilder();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < body.length(); i++) {
            if (body.charAt(i) != ' ') {
                compact.append(body.charAt(i));
                places.add(i);
            }
        }
        String text = compact.toString();
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (STARTS.indexOf(text.charAt(i)) < 0) {
                continue;
            }
            int end = new DeadlineText(text, null, false).endOfDeadlineAt(i);
            if (end > i) {
                found.add(new Found(text.substring(i, end), places.get(i), places.get(end - 1) + 1));
                i = end - 1;
            }
        }
        return found;
    }

    // ------------------------------------------------------------------------------------------- whole wordings

    private Optional<ReadDeadline> whole() throws Unclear {
        Matcher label = lookingAt(LABEL);
        if (label != null) {
            at = label.end();
            due |= label.group("due") != null;
        }
        int start = at;
        Optional<ReadDeadline> read = recurring();
        for (Reading reading : List.<Reading>of(
                this::afterIssue,
                this::continuing,
                this::severalQuarters,
                this::severalMonths,
                this::window,
                this::latest,
                this::single)) {
            if (read.isEmpty()) {
                at = start;
                reckoned = false;
                read = reading.read();
            }
        }
        return read;
    }

    private interface Reading {
        Optional<ReadDeadline> read() throws Unclear;
    }

    /** 每月5日前报送, perhaps after words that say since when. */
    private Optional<ReadDeadline> recurring() throws Unclear {
        int each = text.indexOf('每', at);
        if (each < 0) {
            return Optional.empty();
        }
        String since = text.substring(at, each).replaceAll("[,、;并且]+$", "");
        Outcome begun =
                since.isEmpty() ? new Outcome(ReadDeadline.from(by.issue()), true, null) : read(since, by, false);
        if (begun.deadline() == null || begun.deadline().kind() != ReadDeadline.Kind.FROM) {
            return Optional.empty();
        }
        reckoned = begun.reckoned();
        LocalDate from = begun.deadline().opensOn();
        return Recurrence.at(text, each)
                .filter(found ->
                        OWED.matcher(text).region(found.end(), text.length()).matches())
                .map(found -> ReadDeadline.from(from).reporting(found.report()));
    }

    /** 方案印发后10个工作日内 */
    private Optional<ReadDeadline> afterIssue() throws Unclear {
        Matcher found = lookingAt(AFTER_ISSUE);
        if (found == null) {
            return Optional.empty();
        }
        at = found.end();
        if (!restIs(DONE)) {
            return Optional.empty();
        }
        reckoned = true;
        boolean half = found.group("amount").equals("半");
        int amount = half ? 0 : ChineseNumber.of(found.group("amount")).orElse(0);
        LocalDate issue = by.issue();
        LocalDate last =
                switch (found.group("length")) {
                    case "工作日" -> by.workingDaysAfterIssue(amount);
                    case "周", "星期" -> issue.plusWeeks(amount);
                    case "月" -> half ? issue.plusDays(15) : issue.plusMonths(amount);
                    case "季度" -> issue.plusMonths(3L * amount);
                    case "年" -> half ? issue.plusMonths(6) : issue.plusYears(amount);
                    default -> issue.plusDays(amount);
                };
        return Optional.of(ReadDeadline.before(last));
    }

    /** 长期坚持, 即日起, 自印发之日起持续开展 */
    private Optional<ReadDeadline> continuing() throws Unclear {
        Matcher start = lookingAt(STARTED_AT_ISSUE);
        if (start != null) {
            at = start.end();
        }
        Matcher carried = lookingAt(CARRIED_ON);
        if (carried != null) {
            at = carried.end();
        } else if (start == null) {
            return Optional.empty();
        }
        if (!restIs(DONE)) {
            return Optional.empty();
        }
        reckoned = true;
        return Optional.of(ReadDeadline.from(by.issue()));
    }

    /** 第二、三季度 */
    private Optional<ReadDeadline> severalQuarters() throws Unclear {
        Matcher year = lookingAt(YEAR);
        if (year != null) {
            at = year.end();
        }
        Matcher several = lookingAt(SEVERAL_QUARTERS);
        if (several == null) {
            return Optional.empty();
        }
        int first = ChineseNumber.of(several.group(1)).orElse(0);
        Optional<TimePoint> last = TimePoint.at(text, several.end());
        if (last.isEmpty() || last.get().unit() != Unit.QUARTER || last.get().last() < first) {
            return Optional.empty();
        }
        at = last.get().end();
        TimePoint quarters = last.get().from(first);
        Span span = span(year == null ? quarters : quarters.in(Integer.parseInt(year.group(1))), null);
        return during() ? Optional.of(ReadDeadline.window(span.from(), span.to())) : Optional.empty();
    }

    /** 3-5月 */
    private Optional<ReadDeadline> severalMonths() throws Unclear {
        Matcher several = lookingAt(SEVERAL_MONTHS);
        if (several == null) {
            return Optional.empty();
        }
        String first =
                (several.group("year") == null ? "" : several.group("year") + "年") + several.group("month") + "月";
        Optional<TimePoint> month = TimePoint.at(first, 0);
        Optional<TimePoint> last = TimePoint.at(text, several.end());
        if (month.isEmpty() || last.isEmpty() || last.get().unit() != Unit.MONTH) {
            return Optional.empty();
        }
        at = last.get().end();
        Span from = span(month.get(), null);
        Span to = span(last.get(), from.from());
        return during() ? Optional.of(ReadDeadline.window(from.from(), ordered(from, to))) : Optional.empty();
    }

    private Optional<ReadDeadline> window() throws Unclear {
        skip(BEFORE_POINT);
        Optional<TimePoint> first = TimePoint.at(text, at);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        at = first.get().end();
        Matcher between = lookingAt(BETWEEN);
        if (between == null) {
            return Optional.empty();
        }
        at = between.end();
        Optional<TimePoint> last = TimePoint.secondAt(text, at);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        at = last.get().end();
        skip(BEFORE);
        if (!during()) {
            return Optional.empty();
        }
        return Optional.of(window(first.get(), last.get()));
    }

    /** What one end leaves out it has in common with the other. */
    private ReadDeadline window(TimePoint first, TimePoint last) throws Unclear {
        if (!first.isYearWritten() && last.isYearWritten()) {
            Span to = span(last, null);
            LocalDate begin = span(first.in(last.year()), null).from();
            boolean before = begin.isAfter(to.to());
            return ReadDeadline.window(
                    before ? span(first.in(last.year() - 1), null).from() : begin, to.to());
        }
        Span from = beginning(first, last);
        return ReadDeadline.window(from.from(), ordered(from, span(last, from.from())));
    }

    /** A window that has begun and not ended by the day of issue is one of that year. */
    private Span beginning(TimePoint first, TimePoint last) throws Unclear {
        try {
            return span(first, null);
        } catch (Unclear e) {
            if (e.why() != Unresolved.Code.YEAR_UNCLEAR || last.unit() == Unit.DAY_OF_SAME_MONTH) {
                throw e;
            }
            int year = span(last, null).to().getYear();
            Span begun = span(first.in(year), null);
            if (begun.from().isAfter(by.issue())) {
                throw e;
            }
            return begun;
        }
    }

    private static LocalDate ordered(Span from, Span to) {
        if (to.to().isBefore(from.from())) {
            throw new DateTimeException(to.to() + " lies before " + from.from());
        }
        return to.to();
    }

    /** 不晚于2023年3月10日 */
    private Optional<ReadDeadline> latest() throws Unclear {
        Matcher latest = lookingAt(LATEST);
        if (latest == null) {
            return Optional.empty();
        }
        at = latest.end();
        Optional<TimePoint> point = TimePoint.at(text, at);
        if (point.isEmpty()) {
            return Optional.empty();
        }
        at = point.get().end();
        skip(BEFORE);
        return restIs(DONE)
                ? Optional.of(ReadDeadline.before(span(point.get(), null).to()))
                : Optional.empty();
    }

    /** One day or stretch of time, and what is said of it: before it, from it on, on it, within it. */
    private Optional<ReadDeadline> single() throws Unclear {
        skip(BEFORE_POINT);
        Optional<TimePoint> point = TimePoint.at(text, at);
        if (point.isEmpty()) {
            return Optional.empty();
        }
        at = point.get().end();
        boolean day = point.get().unit().isDay();
        Matcher time = day ? lookingAt(TIME_OF_DAY) : null;
        Matcher before = time != null ? time : lookingAt(BEFORE);
        if (before != null) {
            at = before.end();
            if (!restIs(DONE)) {
                return Optional.empty();
            }
            if (!day) {
                throw new Unclear(Unresolved.Code.AMBIGUOUS_DEADLINE);
            }
            reckoned = time != null;
            return Optional.of(ReadDeadline.before(span(point.get(), null).to()));
        }
        Matcher starting = lookingAt(STARTING);
        if (starting != null) {
            at = starting.end();
            skip(CARRIED_ON);
            return at == text.length() && point.get().unit() != Unit.YEAR_END
                    ? Optional.of(ReadDeadline.from(span(point.get(), null).from()))
                    : Optional.empty();
        }
        if (!day) {
            if (!during()) {
                return Optional.empty();
            }
            Span span = span(point.get(), null);
            return Optional.of(ReadDeadline.window(span.from(), span.to()));
        }
        skip(THAT_DAY);
        if (!restIs(DONE)) {
            return Optional.empty();
        }
        LocalDate on = span(point.get(), null).to();
        boolean veryDay = !due && (point.get().unit() == Unit.DAY || point.get().unit() == Unit.WEEKDAY);
        return Optional.of(veryDay ? ReadDeadline.on(on) : ReadDeadline.before(on));
    }

    private Span span(TimePoint point, LocalDate after) throws Unclear {
        reckoned |= !point.isYearWritten() && (after == null || point.yearsLater() != null) && by.near() == null;
        return point.resolve(by, after);
    }

    private boolean during() {
        skip(DURING);
        return restIs(DONE);
    }

    // ------------------------------------------------------------------------------------------- running text

    /** Where the deadline ends that begins here; the place itself if none does. */
    private int endOfDeadlineAt(int from) {
        at = from;
        if (text.startsWith("每", from)) {
            return endOfRecurrence(from);
        }
        Matcher afterIssue = lookingAt(AFTER_ISSUE);
        if (afterIssue != null) {
            return afterIssue.end();
        }
        char before = from == 0 ? ' ' : text.charAt(from - 1);
        if (Character.isDigit(before) || "年每一二三四五六七八九十第".indexOf(before) >= 0) {
            return from; // within a number, or 每年3月1日
        }
        Optional<TimePoint> point = TimePoint.at(text, from)
                .filter(found -> found.unit().isDay() && !text.startsWith("次年", from) && !isInFigures(from));
        if (point.isEmpty()) {
            return from;
        }
        at = point.get().end();
        boolean day = point.get().unit() == Unit.DAY;
        Matcher between = day ? lookingAt(BETWEEN) : null;
        if (between != null) {
            return TimePoint.secondAt(text, between.end())
                    .filter(last -> last.unit().isDay())
                    .map(TimePoint::end)
                    .orElse(from);
        }
        Matcher until = lookingAt(BEFORE);
        if (until != null) {
            return until.end();
        }
        Matcher starting = day ? lookingAt(STARTING) : null;
        if (starting == null) {
            return from;
        }
        at = starting.end();
        skip(CARRIED_ON);
        return lookingAt(BETWEEN) == null ? at : from;
    }

    /** Without 前 it is as often a manner of working: 每日核对, 每周五召开例会. */
    private int endOfRecurrence(int from) {
        try {
            return Recurrence.at(text, from)
                    .map(Recurrence::end)
                    .filter(end -> "前内".indexOf(text.charAt(end - 1)) >= 0)
                    .orElse(from);
        } catch (DateTimeException e) {
            return from; // 每月45日前 gives no deadline
        }
    }

    private boolean isInFigures(int from) {
        return text.substring(from, Math.min(text.length(), from + 5)).matches("\\d{1,4}[./-].*");
    }

    // ------------------------------------------------------------------------------------------- matching

    private Matcher lookingAt(Pattern pattern) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        matcher.useTransparentBounds(true);
        return matcher.lookingAt() ? matcher : null;
    }

    private void skip(Pattern pattern) {
        Matcher found = lookingAt(pattern);
        if (found != null) {
            at = found.end();
        }
    }

    private boolean restIs(Pattern pattern) {
        return pattern.matcher(text).region(at, text.length()).matches();
    }
}
