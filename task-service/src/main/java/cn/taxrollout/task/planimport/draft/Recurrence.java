package cn.taxrollout.task.planimport.draft;

import cn.taxrollout.task.planimport.draft.PeriodicReport.Every;
import java.time.DateTimeException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words for what is owed again and again: 每月5日前, 每季度末, 每周五. */
record Recurrence(PeriodicReport report, int end) {

    private record Form(Pattern pattern, Function<Matcher, PeriodicReport> report) {
        static Form of(String pattern, Function<Matcher, PeriodicReport> report) {
            return new Form(Pattern.compile(pattern), report);
        }
    }

    private static final String DAY = "(?:(?<day>" + TimePoint.NUMBER + ")[日号]|(?<last>[底末]))";
    private static final String UNTIL = "(?:之?前|以前)?";
    private static final String WEEKDAYS = "一二三四五六日";

    /** The longer forms of a period before its shorter ones. */
    private static final List<Form> FORMS = List.of(
            Form.of("每(?:个?工作日|日|天)", found -> new PeriodicReport(Every.DAY, null, null)),
            Form.of("每(?:周|星期)(?<weekday>[一二三四五六日天])?" + UNTIL, found -> {
                String weekday = found.group("weekday");
                return new PeriodicReport(
                        Every.WEEK, null, weekday == null ? null : WEEKDAYS.indexOf(weekday.replace('天', '日')) + 1);
            }),
            Form.of(
                    "每个?月(?:结束|终了)?后(?<day>\\d{1,2})[日天]内",
                    found -> new PeriodicReport(Every.MONTH, null, Integer.valueOf(found.group("day")))),
            Form.of("每个?月份?" + DAY + "?" + UNTIL, found -> new PeriodicReport(Every.MONTH, null, day(found))),
            Form.of(
                    "每个?季度?(?:结束|终了)?后(?<day>\\d{1,2})[日天]内",
                    found -> new PeriodicReport(Every.QUARTER, 1, Integer.valueOf(found.group("day")))),
            Form.of(
                    "每个?季度?(?:末|首|第(?<which>[一二三]))个?月份?" + DAY + "?" + UNTIL,
                    found -> new PeriodicReport(
                            Every.QUARTER,
                            found.group("which") != null
                                    ? "一二三".indexOf(found.group("which")) + 1
                                    : found.group().contains("首") ? 1 : 3,
                            day(found))),
            Form.of("每个?季度?(?<end>[底末])?" + UNTIL, found -> atEnd(Every.QUARTER, found)),
            Form.of("每半年度?(?<end>[底末])?" + UNTIL, found -> atEnd(Every.HALF_YEAR, found)),
            Form.of(
                    "每年度?(?<month>" + TimePoint.NUMBER + ")月份?" + DAY + "?" + UNTIL,
                    found -> new PeriodicReport(
                            Every.YEAR, ChineseNumber.of(found.group("month")).orElse(0), day(found))),
            Form.of("每年度?(?<end>[底末])?" + UNTIL, found -> atEnd(Every.YEAR, found)));

    /**
     * The longest form at this place of a text without spaces.
     *
     * @throws DateTimeException if it names a day that no such period has
     */
    static Optional<Recurrence> at(String text, int from) {
        Recurrence longest = null;
        for (Form form : FORMS) {
            Matcher matcher = form.pattern.matcher(text).region(from, text.length());
            if (matcher.lookingAt() && (longest == null || matcher.end() > longest.end)) {
                longest = new Recurrence(form.report.apply(matcher), matcher.end());
            }
        }
        if (longest != null && !longest.report.hasDays()) {
            throw new DateTimeException("no such day: " + longest.report);
        }
        return Optional.ofNullable(longest);
    }

    private static PeriodicReport atEnd(Every every, Matcher found) {
        boolean end = found.group("end") != null;
        return new PeriodicReport(every, end ? every.months() : null, end ? PeriodicReport.LAST_DAY : null);
    }

    private static Integer day(Matcher found) {
        if (found.group("last") != null) {
            return PeriodicReport.LAST_DAY;
        }
        return found.group("day") == null
                ? null
                : ChineseNumber.of(found.group("day")).orElse(0);
    }
}
