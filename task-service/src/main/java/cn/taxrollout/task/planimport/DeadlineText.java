package cn.taxrollout.task.planimport;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads the four kinds of deadline from the wording of official documents. What stands around the date is matched word by
 * word and never skipped, so that a wording which isn't understood ("2023年3月1日后5日内") is unreadable, not misread.
 * All texts are half width.
 */
final class DeadlineText {

    /** A year outside of these is a slip of the pen (2203年), whatever a calendar may hold. */
    private static final int FIRST_YEAR = 2000;

    private static final int LAST_YEAR = 2100;

    private static final String YEAR = "(?:(\\d{4})\\s*年\\s*)";
    private static final String DATE = YEAR + "?(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*";
    private static final String DAY = "[日号]\\s*";
    private static final String WINDOW = DATE + "(?:" + DAY + ")?起?\\s*[-‐‑‒–—―−~〜至到]{1,2}\\s*(?:" + YEAR
            + "?(\\d{1,2})\\s*月\\s*)?(\\d{1,2})\\s*[日号]";
    private static final String BEFORE = DATE + DAY + "(?:之前|以前|前(?![后期提述往]))";
    private static final String FROM = DATE + DAY + "(?:起|开始|及?以?后(?=持续|长期|常态))";

    private static final String LABEL = "(?:(?:完成)?(?:时间|时限|期限):?)?";
    private static final String DONE = "(?:,?(?:全部|全面|基本)?(?:完成|到位|办结|上报|报送))?";
    private static final String CARRIED_ON = "[,、]?(?:以?后|并)?[,、]?(?:持续|长期|常态化?)?(?:开展|推进|实施|坚持|进行|落实|执行|运行)?";

    private static final Pattern WHOLE_WINDOW = Pattern.compile(LABEL + "[自从于]?" + WINDOW + "(?:止|期间)?" + DONE);
    private static final Pattern WHOLE_BEFORE = Pattern.compile(LABEL + "[于在]?" + BEFORE + DONE);
    private static final Pattern WHOLE_LATEST =
            Pattern.compile(LABEL + "(?:截[止至]到?|不[晚迟]于|最[晚迟]于?)" + DATE + DAY + "前?" + DONE);
    private static final Pattern WHOLE_FROM = Pattern.compile(LABEL + "[自从于]?" + FROM + CARRIED_ON);
    private static final Pattern WHOLE_ON = Pattern.compile(LABEL + "[于在]?" + DATE + DAY + "(?:当[日天])?" + DONE);

    /** 每年3月1日 and 次年3月1日 are no dates, hence no 年 may stand before a date without a year. */
    private static final String AT_START = "(?<![\\d年])";

    private static final Pattern WITHIN_WINDOW = Pattern.compile(AT_START + WINDOW);
    private static final Pattern WITHIN_BEFORE = Pattern.compile(AT_START + BEFORE);
    private static final Pattern WITHIN_FROM = Pattern.compile(AT_START + FROM + "(?!\\s*[-–—~〜至到])");

    private static final Pattern WHOLE_DATE = Pattern.compile(YEAR + "(\\d{1,2})\\s*月\\s*(\\d{1,2})\\s*日");

    private DeadlineText() {}

    /** A deadline met in running text, with the place of its words there. */
    record Found(ReadDeadline deadline, int from, int to) {}

    /** A date in running text that can't be, with the place of its words there. */
    static final class ImpossibleDate extends Exception {
        private static final long serialVersionUID = 1L;

        private final int from;
        private final int to;

        private ImpossibleDate(MatchResult match, DateTimeException cause) {
            super(match.group(), cause);
            this.from = match.start();
            this.to = match.end();
        }

        int from() {
            return from;
        }

        int to() {
            return to;
        }
    }

    /**
     * Reads the words in the parentheses after a task's title. The (first) date must bear its year.
     *
     * @return nothing if the wording isn't one of the four kinds
     * @throws ImpossibleDate if the wording is understood and no such days exist
     */
    static Optional<ReadDeadline> read(String words) throws ImpossibleDate {
        String compact = words.replace(" ", "");
        for (Shape shape : Shape.values()) {
            var matcher = shape.whole.matcher(compact);
            if (matcher.matches() && matcher.group(1) != null) {
                return Optional.of(shape.deadline(matcher.toMatchResult(), null));
            }
        }
        return Optional.empty();
    }

    /**
     * Deadlines in a task's body. A date without a year is the one nearest to the deadline in the title.
     *
     * @throws ImpossibleDate if one of them is a day that doesn't exist
     */
    static List<Found> within(String body, LocalDate near) throws ImpossibleDate {
        List<Found> found = new ArrayList<>();
        for (Shape shape : List.of(Shape.WINDOW, Shape.BEFORE, Shape.FROM)) {
            var matcher = shape.within.matcher(body);
            while (matcher.find()) {
                found.add(new Found(shape.deadline(matcher.toMatchResult(), near), matcher.start(), matcher.end()));
            }
        }
        found.sort(Comparator.comparingInt(Found::from));
        return found;
    }

    /** A date that stands alone on its line, as the date of issue does. */
    static Optional<LocalDate> date(String words) throws ImpossibleDate {
        var matcher = WHOLE_DATE.matcher(words);
        return matcher.matches() ? Optional.of(first(matcher.toMatchResult(), null)) : Optional.empty();
    }

    private enum Shape {
        WINDOW(WHOLE_WINDOW, WITHIN_WINDOW) {
            @Override
            ReadDeadline of(MatchResult match, LocalDate first) {
                return ReadDeadline.window(first, last(match, first));
            }
        },
        BEFORE(WHOLE_BEFORE, WITHIN_BEFORE) {
            @Override
            ReadDeadline of(MatchResult match, LocalDate first) {
                return ReadDeadline.before(first);
            }
        },
        LATEST(WHOLE_LATEST, null) {
            @Override
            ReadDeadline of(MatchResult match, LocalDate first) {
                return ReadDeadline.before(first);
            }
        },
        FROM(WHOLE_FROM, WITHIN_FROM) {
            @Override
            ReadDeadline of(MatchResult match, LocalDate first) {
                return ReadDeadline.from(first);
            }
        },
        ON(WHOLE_ON, null) {
            @Override
            ReadDeadline of(MatchResult match, LocalDate first) {
                return ReadDeadline.on(first);
            }
        };

        private final Pattern whole;
        private final Pattern within;

        Shape(Pattern whole, Pattern within) {
            this.whole = whole;
            this.within = within;
        }

        abstract ReadDeadline of(MatchResult match, LocalDate first);

        ReadDeadline deadline(MatchResult match, LocalDate near) throws ImpossibleDate {
            LocalDate first = first(match, near);
            try {
                return of(match, first);
            } catch (DateTimeException e) {
                throw new ImpossibleDate(match, e);
            }
        }
    }

    private static LocalDate first(MatchResult match, LocalDate near) throws ImpossibleDate {
        int month = Integer.parseInt(match.group(2));
        int day = Integer.parseInt(match.group(3));
        try {
            return match.group(1) == null
                    ? nearest(near, month, day)
                    : dateOf(Integer.parseInt(match.group(1)), month, day);
        } catch (DateTimeException e) {
            throw new ImpossibleDate(match, e);
        }
    }

    /** What the end of a window leaves out it has in common with the start; a month gone by is that of the next year. */
    private static LocalDate last(MatchResult match, LocalDate first) {
        int year = match.group(4) == null ? first.getYear() : Integer.parseInt(match.group(4));
        int month = match.group(5) == null ? first.getMonthValue() : Integer.parseInt(match.group(5));
        int day = Integer.parseInt(match.group(6));
        if (match.group(4) == null && match.group(5) != null && month < first.getMonthValue()) {
            year++;
        }
        LocalDate last = dateOf(year, month, day);
        if (last.isBefore(first)) {
            throw new DateTimeException(last + " lies before " + first);
        }
        return last;
    }

    private static LocalDate nearest(LocalDate near, int month, int day) {
        return IntStream.rangeClosed(Math.max(FIRST_YEAR, near.getYear() - 1), Math.min(LAST_YEAR, near.getYear() + 1))
                .filter(year -> month != 2 || day != 29 || Year.isLeap(year))
                .mapToObj(year -> dateOf(year, month, day))
                .min(Comparator.comparingLong(date -> Math.abs(date.toEpochDay() - near.toEpochDay())))
                .orElseThrow(() -> new DateTimeException("no 29 February near " + near));
    }

    private static LocalDate dateOf(int year, int month, int day) {
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw new DateTimeException("year " + year);
        }
        return LocalDate.of(year, month, day);
    }
}
