package cn.taxrollout.task.planimport.draft;

import cn.taxrollout.task.planimport.draft.ReckoningDay.Unclear;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One expression of a day or of a stretch of time as plans write it: 2023年3月10日, 6月底, 6月上旬, 第二季度, 年底, 本周五, 即日.
 *
 * @param year as written, null where it is not
 * @param yearsLater for 今年 (0) and 明年 (1), null without such a word
 * @param first of months, quarters, half-years or thirds of a month that it spans, or of the week
 * @param end where the expression ends in the text
 */
record TimePoint(Unit unit, Integer year, Integer yearsLater, int month, int first, int last, int end) {

    /** What is named. The ends (底, 末) are days. */
    enum Unit {
        DAY(true),
        THIRD(false),
        MONTH(false),
        MONTH_END(true),
        QUARTER(false),
        QUARTER_END(true),
        HALF_YEAR(false),
        HALF_YEAR_END(true),
        YEAR(false),
        YEAR_END(true),
        MONTH_OF_ISSUE(false),
        MONTH_OF_ISSUE_END(true),
        DAY_IN_MONTH_OF_ISSUE(true),
        WEEK_OF_ISSUE(false),
        WEEKDAY(true),
        ISSUE(true),
        /** 28日 at the end of a window: its month is that of the start. */
        DAY_OF_SAME_MONTH(true),
        THIRD_OF_SAME_MONTH(false);

        private final boolean day;

        Unit(boolean day) {
            this.day = day;
        }

        boolean isDay() {
            return day;
        }
    }

    /** From the first to the last day. */
    record Span(LocalDate from, LocalDate to) {}

    static final String NUMBER = "(?:\\d{1,2}|[一二三四五六七八九十]{1,3})";

    private static final String YEAR = "(?:(?<year>\\d{4}|[〇○零一二三四五六七八九]{4})年|(?<word>今年|本年|当年|明年|次年|翌年))?";
    private static final String THIRD = "(?<third>上中旬|中下旬|上旬|中旬|下旬)";
    private static final Pattern IN_WORDS = Pattern.compile(YEAR
            + "(?:(?<month>" + NUMBER + ")月份?(?:(?<day>" + NUMBER + ")(?<sign>[日号])?|" + THIRD + "|(?<monthEnd>[底末]))?"
            + "|第?(?<quarter>[一二三四1-4])季度?(?<quarterEnd>[底末])?"
            + "|(?<half>[上下])半年度?(?<halfEnd>[底末])?"
            + "|年?(?<yearEnd>[底末])"
            + "|(?<whole>(?:年?度?内|全年))"
            + ")?");
    private static final Pattern IN_FIGURES =
            Pattern.compile("(?<year>20\\d\\d)[./-](?<month>\\d{1,2})(?:[./-](?<day>\\d{1,2})日?)?(?![./\\d])"
                    + "|(?<shortMonth>\\d{1,2})[./](?<shortDay>\\d{1,2})日?(?![./\\d])");
    private static final Pattern MONTH_OF_ISSUE =
            Pattern.compile("(?<which>本|当|这个|下个?|次)月(?:(?<day>" + NUMBER + ")[日号]|(?<end>[底末])|" + THIRD + ")?");
    private static final Pattern WEEK_OF_ISSUE = Pattern.compile("(?<which>本|这|下)个?(?:周|星期)(?<weekday>[一二三四五六日天])?");
    private static final Pattern ISSUE = Pattern.compile("即日|(?:本?(?:方案|通知|文件|意见|计划))?(?:印发|下发|发布|制发|发文|公布)之日");
    private static final Pattern REST = Pattern.compile("(?<day>" + NUMBER + ")[日号]|" + THIRD);

    private static final String WEEKDAYS = "一二三四五六日";

    /** The expression at this place of a text without spaces, with a month or more in it. */
    static Optional<TimePoint> at(String text, int from) {
        return ofIssue(text, from).or(() -> inFigures(text, from)).or(() -> inWords(text, from));
    }

    /** As {@link #at}, or a day or third of the month that was named before. */
    static Optional<TimePoint> secondAt(String text, int from) {
        return at(text, from).or(() -> {
            Matcher rest = lookingAt(REST, text, from);
            if (rest == null) {
                return Optional.empty();
            }
            if (rest.group("day") != null) {
                int day = number(rest.group("day"));
                return Optional.of(new TimePoint(Unit.DAY_OF_SAME_MONTH, null, null, 0, day, day, rest.end()));
            }
            return Optional.of(third(Unit.THIRD_OF_SAME_MONTH, null, null, 0, rest.group("third"), rest.end()));
        });
    }

    private static Optional<TimePoint> inWords(String text, int from) {
        Matcher found = lookingAt(IN_WORDS, text, from);
        if (found == null || found.end() == from) {
            return Optional.empty();
        }
        Integer year = found.group("year") == null ? null : year(found.group("year"));
        Integer later = found.group("word") == null ? null : "今年本年当年".contains(found.group("word")) ? 0 : 1;
        int end = found.end();
        if (found.group("month") != null) {
            int month = number(found.group("month"));
            if (found.group("day") != null) {
                boolean signed =
                        found.group("sign") != null || end < text.length() && "-–—~至到前".indexOf(text.charAt(end)) >= 0;
                int day = number(found.group("day"));
                return signed
                        ? Optional.of(new TimePoint(Unit.DAY, year, later, month, day, day, end))
                        : Optional.empty();
            }
            if (found.group("third") != null) {
                return Optional.of(third(Unit.THIRD, year, later, month, found.group("third"), end));
            }
            Unit unit = found.group("monthEnd") == null ? Unit.MONTH : Unit.MONTH_END;
            return Optional.of(new TimePoint(unit, year, later, month, month, month, end));
        }
        if (found.group("quarter") != null) {
            int quarter = number(found.group("quarter"));
            Unit unit = found.group("quarterEnd") == null ? Unit.QUARTER : Unit.QUARTER_END;
            return Optional.of(new TimePoint(unit, year, later, 0, quarter, quarter, end));
        }
        if (found.group("half") != null) {
            int half = found.group("half").equals("上") ? 1 : 2;
            Unit unit = found.group("halfEnd") == null ? Unit.HALF_YEAR : Unit.HALF_YEAR_END;
            return Optional.of(new TimePoint(unit, year, later, 0, half, half, end));
        }
        boolean named = year != null || later != null;
        if (found.group("yearEnd") != null) {
            boolean plain = text.startsWith("年", from);
            return named || plain
                    ? Optional.of(new TimePoint(Unit.YEAR_END, year, named ? later : Integer.valueOf(0), 0, 1, 1, end))
                    : Optional.empty();
        }
        if (found.group("whole") != null) {
            return named || !found.group("whole").equals("内")
                    ? Optional.of(new TimePoint(Unit.YEAR, year, named ? later : Integer.valueOf(0), 0, 1, 1, end))
                    : Optional.empty();
        }
        return Optional.empty(); // a year alone is as often that of a version or a programme
    }

    private static Optional<TimePoint> inFigures(String text, int from) {
        Matcher found = lookingAt(IN_FIGURES, text, from);
        if (found == null) {
            return Optional.empty();
        }
        if (found.group("year") == null) {
            int day = number(found.group("shortDay"));
            return Optional.of(
                    new TimePoint(Unit.DAY, null, null, number(found.group("shortMonth")), day, day, found.end()));
        }
        int year = Integer.parseInt(found.group("year"));
        int month = number(found.group("month"));
        int day = found.group("day") == null ? 0 : number(found.group("day"));
        return Optional.of(new TimePoint(day == 0 ? Unit.MONTH : Unit.DAY, year, null, month, day, day, found.end()));
    }

    private static Optional<TimePoint> ofIssue(String text, int from) {
        Matcher month = lookingAt(MONTH_OF_ISSUE, text, from);
        if (month != null) {
            int later = month.group("which").matches("下个?|次") ? 1 : 0;
            int day = month.group("day") == null ? 0 : number(month.group("day"));
            if (month.group("third") != null) {
                return Optional.of(third(Unit.MONTH_OF_ISSUE, null, later, 0, month.group("third"), month.end()));
            }
            Unit unit = month.group("day") != null
                    ? Unit.DAY_IN_MONTH_OF_ISSUE
                    : month.group("end") != null ? Unit.MONTH_OF_ISSUE_END : Unit.MONTH_OF_ISSUE;
            return Optional.of(new TimePoint(unit, null, later, 0, day, day, month.end()));
        }
        Matcher week = lookingAt(WEEK_OF_ISSUE, text, from);
        if (week != null) {
            int later = week.group("which").equals("下") ? 1 : 0;
            String weekday = week.group("weekday");
            int day = weekday == null ? 0 : WEEKDAYS.indexOf(weekday.replace('天', '日')) + 1;
            return Optional.of(new TimePoint(
                    weekday == null ? Unit.WEEK_OF_ISSUE : Unit.WEEKDAY, null, later, 0, day, day, week.end()));
        }
        Matcher issue = lookingAt(ISSUE, text, from);
        return issue == null ? Optional.empty() : Optional.of(new TimePoint(Unit.ISSUE, null, 0, 0, 0, 0, issue.end()));
    }

    private static TimePoint third(Unit unit, Integer year, Integer later, int month, String third, int end) {
        int first = third.startsWith("上") ? 1 : third.startsWith("中") ? 2 : 3;
        int last = third.equals("上中旬") ? 2 : third.equals("中下旬") ? 3 : first;
        return new TimePoint(unit, year, later, month, first, last, end);
    }

    /** The quarter as the first of several: 第二、三季度. */
    TimePoint from(int quarter) {
        return new TimePoint(unit, year, yearsLater, month, quarter, last, end);
    }

    TimePoint in(int otherYear) {
        return new TimePoint(unit, otherYear, null, month, first, last, end);
    }

    boolean isYearWritten() {
        return year != null;
    }

    /**
     * The days that are meant.
     *
     * @param after the start of a window that this is the end of, else null
     * @throws Unclear if the year or the date of issue isn't known
     * @throws DateTimeException if there are no such days
     */
    Span resolve(ReckoningDay by, LocalDate after) throws Unclear {
        return switch (unit) {
            case DAY -> {
                LocalDate day = ReckoningDay.date(year(by, after, month, first), month, first);
                yield new Span(day, day);
            }
            case THIRD -> thirds(year(by, after, month, last == 3 ? 31 : last * 10), month);
            case MONTH -> months(year(by, after, month, 31), month, 1);
            case MONTH_END -> lastDay(months(year(by, after, month, 31), month, 1));
            case QUARTER -> months(year(by, after, last * 3, 31), first * 3 - 2, (last - first + 1) * 3);
            case QUARTER_END -> lastDay(months(year(by, after, last * 3, 31), last * 3 - 2, 3));
            case HALF_YEAR -> months(year(by, after, last * 6, 31), first * 6 - 5, 6);
            case HALF_YEAR_END -> lastDay(months(year(by, after, last * 6, 31), first * 6 - 5, 6));
            case YEAR -> months(year(by, after, 12, 31), 1, 12);
            case YEAR_END -> lastDay(months(year(by, after, 12, 31), 1, 12));
            case MONTH_OF_ISSUE -> {
                LocalDate month = by.issue().plusMonths(yearsLater);
                yield first == 0
                        ? months(month.getYear(), month.getMonthValue(), 1)
                        : thirds(month.getYear(), month.getMonthValue());
            }
            case MONTH_OF_ISSUE_END -> {
                LocalDate month = by.issue().plusMonths(yearsLater);
                yield lastDay(months(month.getYear(), month.getMonthValue(), 1));
            }
            case DAY_IN_MONTH_OF_ISSUE -> {
                LocalDate month = by.issue().plusMonths(yearsLater);
                LocalDate day = ReckoningDay.date(month.getYear(), month.getMonthValue(), first);
                yield new Span(day, day);
            }
            case WEEK_OF_ISSUE -> {
                LocalDate monday = monday(by);
                yield new Span(monday, monday.plusDays(6));
            }
            case WEEKDAY -> {
                LocalDate day = monday(by).plusDays(first - 1L);
                yield new Span(day, day);
            }
            case ISSUE -> new Span(by.issue(), by.issue());
            case DAY_OF_SAME_MONTH -> {
                LocalDate day = ReckoningDay.date(after.getYear(), after.getMonthValue(), first);
                yield new Span(day, day);
            }
            case THIRD_OF_SAME_MONTH -> thirds(after.getYear(), after.getMonthValue());
        };
    }

    /** What the end of a window leaves out it has in common with the start; a month gone by is that of the next year. */
    private int year(ReckoningDay by, LocalDate after, int inMonth, int onDay) throws Unclear {
        if (year != null) {
            return year;
        }
        if (yearsLater != null) {
            return by.yearOfIssue() + yearsLater;
        }
        if (after != null) {
            return after.getYear() + (inMonth < after.getMonthValue() ? 1 : 0);
        }
        return by.yearOf(inMonth, onDay);
    }

    private Span thirds(int inYear, int inMonth) {
        LocalDate firstDay = ReckoningDay.date(inYear, inMonth, (first - 1) * 10 + 1);
        LocalDate lastDay = last == 3
                ? firstDay.with(TemporalAdjusters.lastDayOfMonth())
                : ReckoningDay.date(inYear, inMonth, last * 10);
        return new Span(firstDay, lastDay);
    }

    private static Span months(int inYear, int firstMonth, int count) {
        LocalDate from = ReckoningDay.date(inYear, firstMonth, 1);
        return new Span(from, from.plusMonths(count).minusDays(1));
    }

    private static Span lastDay(Span span) {
        return new Span(span.to(), span.to());
    }

    private LocalDate monday(ReckoningDay by) throws Unclear {
        return by.issue()
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                .plusWeeks(yearsLater);
    }

    private static Matcher lookingAt(Pattern pattern, String text, int from) {
        Matcher matcher = pattern.matcher(text).region(from, text.length());
        matcher.useTransparentBounds(true);
        return matcher.lookingAt() ? matcher : null;
    }

    private static int year(String written) {
        if (Character.isDigit(written.charAt(0))) {
            return Integer.parseInt(written);
        }
        int year = 0;
        for (char c : written.replace('〇', '零').replace('○', '零').toCharArray()) {
            year = year * 10 + "零一二三四五六七八九".indexOf(c);
        }
        return year;
    }

    private static int number(String written) {
        return ChineseNumber.of(written).orElse(0);
    }
}
