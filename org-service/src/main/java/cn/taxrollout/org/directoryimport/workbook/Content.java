package cn.taxrollout.org.directoryimport.workbook;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the cells of a column hold: how they are read, in all the ways in which people and programs write it, and how they are
 * written.
 */
public final class Content<T> {
    static final String TEXT_FORMAT = "@";

    /** Written to take away what is there; an empty cell leaves it. */
    private static final String NOTHING = "无";

    /** A cell's value can't be taken. */
    static final class Unacceptable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;
        private final transient List<Object> arguments;

        Unacceptable(String code, Object... arguments) {
            super(code, null, false, false);
            this.code = code;
            this.arguments = List.of(arguments);
        }

        Reason in(String column) {
            return new Reason(column, code, arguments);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(Cell cell, boolean from1904) throws Unacceptable;
    }

    private final Reading<T> reading;
    private final Function<T, Object> writing;
    private final String format;
    private final List<String> choices;

    private Content(Reading<T> reading, Function<T, Object> writing, String format, List<String> choices) {
        this.reading = reading;
        this.writing = writing;
        this.format = format;
        this.choices = choices;
    }

    private static <T> Content<T> asText(Reading<T> reading) {
        return new Content<>(reading, Object::toString, TEXT_FORMAT, List.of());
    }

    /** A text as people write it: a name, a title. Ends of lines are spaces, and spaces that only fill up a name go. */
    public static Content<String> line(int max) {
        return asText((cell, from1904) -> limited(lineOf(visible(cell)), max));
    }

    /** A text of several lines; the word 无 takes away what is there and is read as an empty text. */
    public static Content<String> clearableText(int max) {
        return asText((cell, from1904) -> visible(cell).equals(NOTHING) ? "" : limited(visible(cell), max));
    }

    /** A code, number or address: full-width characters are their plain ones, and a number typed as number is a text. */
    public static Content<String> code(int max) {
        return asText((cell, from1904) -> limited(plain(cell), max));
    }

    /** As {@link #code}; the word 无 takes away what is there and is read as an empty text. */
    public static Content<String> clearable(int max) {
        return asText((cell, from1904) -> plain(cell).equals(NOTHING) ? "" : limited(plain(cell), max));
    }

    /** As {@link #clearable}, and it must look like an e-mail address. */
    public static Content<String> email(int max) {
        return asText((cell, from1904) -> {
            String text = plain(cell);
            if (text.equals(NOTHING)) {
                return "";
            }
            if (!EMAIL.matcher(text).matches()) {
                throw new Unacceptable("value-no-email", shortened(text));
            }
            return limited(text, max);
        });
    }

    public static Content<UUID> id() {
        return asText((cell, from1904) -> {
            String text = plain(cell);
            if (!UUID_TEXT.matcher(text).matches()) {
                throw new Unacceptable("value-no-id", shortened(text));
            }
            return UUID.fromString(text);
        });
    }

    /** A whole number from 1. */
    public static Content<Integer> wholeNumber(int max) {
        Reading<Integer> reading = (cell, from1904) -> {
            String text = plain(cell);
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > max) {
                throw new Unacceptable("value-no-number", shortened(text), max);
            }
            return Integer.valueOf(text);
        };
        return new Content<>(reading, Integer.class::cast, "0", List.of());
    }

    /** A calendar date: a date of the program's, or a text such as 2023-03-01, 2023/3/1, 2023年3月1日, 20230301. */
    public static Content<LocalDate> date() {
        Reading<LocalDate> reading = (cell, from1904) -> {
            LocalDate date = cell.type() == Cell.Type.NUMBER ? ofNumber(cell.text(), from1904) : ofText(cell);
            if (date.isBefore(EARLIEST) || date.isAfter(LATEST)) {
                throw new Unacceptable("date-unlikely", date.toString(), EARLIEST.toString(), LATEST.toString());
            }
            return date;
        };
        return new Content<>(reading, LocalDate.class::cast, "yyyy-mm-dd", List.of());
    }

    /** One of several, by label or by name in the API. */
    public static <E extends Enum<E>> Content<E> choice(Map<E, String> labels) {
        return new Content<>(
                (cell, from1904) -> chosen(plain(cell), labels),
                labels::get,
                TEXT_FORMAT,
                List.copyOf(labels.values()));
    }

    /** Any of several, with 、 between them; the word 无 for none of them. */
    public static <E extends Enum<E>> Content<Set<E>> choices(Class<E> type, Map<E, String> labels) {
        Reading<Set<E>> reading = (cell, from1904) -> {
            Set<E> chosen = EnumSet.noneOf(type);
            String text = plain(cell);
            for (String one : text.equals(NOTHING) ? new String[0] : text.split("[、,;/\\s]+")) {
                chosen.add(chosen(one, labels));
            }
            return chosen;
        };
        Function<Set<E>, Object> writing =
                values -> values.stream().sorted().map(labels::get).collect(Collectors.joining("、"));
        return new Content<>(reading, writing, TEXT_FORMAT, List.of());
    }

    /**
     * @param from1904 whether the file's dates count from 1904
     * @throws Unacceptable saying why
     */
    T read(Cell cell, boolean from1904) throws Unacceptable {
        return reading.read(cell, from1904);
    }

    /** @return a text, a date or a whole number */
    Object write(T value) {
        return writing.apply(value);
    }

    /** How cells of the column show their content. */
    String format() {
        return format;
    }

    /** The labels to choose one from, if the column has such. */
    List<String> choices() {
        return choices;
    }

    /** A name or title as {@link #line} reads it, however it was written. */
    public static String lineOf(String text) {
        return FILLING.matcher(SPACES.matcher(text).replaceAll(" ").strip()).replaceAll("");
    }

    /** A text of several lines as {@link #clearableText} reads it, however it was written. */
    public static String textOf(String text) {
        return SURROUNDING_SPACES.matcher(text.replace("\r\n", "\n")).replaceAll("");
    }

    private static final LocalDate EARLIEST = LocalDate.of(1949, 10, 1);
    private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);

    /** Day 0 of spreadsheets, which take 1900 for a leap year, for every date from March 1900 on. */
    private static final LocalDate DAY_ZERO = LocalDate.of(1899, 12, 30);

    private static final LocalDate DAY_ZERO_1904 = LocalDate.of(1904, 1, 1);

    private static final Pattern DATE = Pattern.compile("(\\d{4})(?:[-/.]|年)(\\d{1,2})(?:[-/.]|月)(\\d{1,2})日?");
    private static final Pattern DIGITS_OF_DATE = Pattern.compile("((?:19|20|21)\\d\\d)(\\d\\d)(\\d\\d)");
    private static final Pattern MIDNIGHT = Pattern.compile("T00:00(:00(\\.0+)?)?Z?$");
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>,;]+@[^\\s@<>,;.]+(\\.[^\\s@<>,;.]+)*");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Pattern SPACES = Pattern.compile("[\\s\\u00A0\\u3000]+");
    private static final Pattern SURROUNDING_SPACES = Pattern.compile("\\A" + SPACES + "|" + SPACES + "\\z");
    private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}+");

    /** Names of two characters are spread to the width of three. */
    private static final Pattern FILLING = Pattern.compile("(?<=\\p{IsHan}) (?=\\p{IsHan})");

    /** Doubles are exact up to here, and spreadsheets show no more. */
    private static final int EXACT_DIGITS = 15;

    private static final int SHOWN_CHARACTERS = 40;

    private static LocalDate ofNumber(String text, boolean from1904) throws Unacceptable {
        BigDecimal number = number(text);
        if (isWhole(number) && DIGITS_OF_DATE.matcher(number.toPlainString()).matches()) {
            return ofDigits(number.toPlainString());
        }
        if (!isWhole(number) || number.signum() < 0 || number.precision() - number.scale() > 6) {
            throw new Unacceptable("value-no-date", shortened(text));
        }
        return (from1904 ? DAY_ZERO_1904 : DAY_ZERO).plusDays(number.longValueExact());
    }

    private static LocalDate ofText(Cell cell) throws Unacceptable {
        String written = cell.type() == Cell.Type.ISO_DATE ? cell.text() : plain(cell);
        String text = MIDNIGHT.matcher(written.replaceAll("\\s", "")).replaceAll("");
        Matcher date = DATE.matcher(text);
        if (date.matches()) {
            return of(text, date.group(1), date.group(2), date.group(3));
        }
        return ofDigits(text);
    }

    private static LocalDate ofDigits(String text) throws Unacceptable {
        Matcher digits = DIGITS_OF_DATE.matcher(text);
        if (!digits.matches()) {
            throw new Unacceptable("value-no-date", shortened(text));
        }
        return of(text, digits.group(1), digits.group(2), digits.group(3));
    }

    private static LocalDate of(String text, String year, String month, String day) throws Unacceptable {
        try {
            return LocalDate.of(Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(day));
        } catch (DateTimeException e) {
            throw new Unacceptable("value-no-date", shortened(text));
        }
    }

    private static <E extends Enum<E>> E chosen(String text, Map<E, String> labels) throws Unacceptable {
        for (Map.Entry<E, String> choice : labels.entrySet()) {
            if (text.equals(choice.getValue())
                    || text.equalsIgnoreCase(choice.getKey().name())) {
                return choice.getKey();
            }
        }
        List<String> allowed = new ArrayList<>();
        labels.forEach((value, label) -> allowed.add(label + " (" + value.name() + ")"));
        throw new Unacceptable("value-not-one-of", shortened(text), String.join(", ", allowed));
    }

    private static String limited(String text, int max) throws Unacceptable {
        if (text.length() > max) {
            throw new Unacceptable("value-too-long", max);
        }
        return text;
    }

    /** The text with all full-width characters as plain ones. */
    private static String plain(Cell cell) throws Unacceptable {
        return Normalizer.normalize(visible(cell), Normalizer.Form.NFKC).strip();
    }

    /** The text without surrounding spaces and without characters that can't be seen. */
    private static String visible(Cell cell) throws Unacceptable {
        String text =
                switch (cell.type()) {
                    case TEXT -> cell.text();
                    case NUMBER, ISO_DATE -> textOfNumber(cell);
                    case BOOLEAN -> throw new Unacceptable("value-boolean");
                };
        String visible = INVISIBLE.matcher(text).replaceAll("");
        if (visible.codePoints().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
            throw new Unacceptable("value-control-character");
        }
        return textOf(visible);
    }

    /** What a person meant who typed 1001 into a cell for texts. */
    private static String textOfNumber(Cell cell) throws Unacceptable {
        if (cell.type() == Cell.Type.ISO_DATE || cell.format().date()) {
            throw new Unacceptable("value-became-date");
        }
        BigDecimal number = number(cell.text());
        if (!isWhole(number) || number.signum() < 0) {
            throw new Unacceptable("value-not-whole", shortened(cell.text()));
        }
        if (number.precision() - number.scale() > EXACT_DIGITS) {
            throw new Unacceptable("value-lost-digits");
        }
        String digits = number.toPlainString();
        return "0".repeat(Math.max(0, cell.format().digits() - digits.length())) + digits;
    }

    private static BigDecimal number(String text) throws Unacceptable {
        try {
            BigDecimal number = new BigDecimal(text);
            if (Double.isFinite(
                    number.doubleValue())) { // as spreadsheets hold it; anything else would take pages to write
                return number.stripTrailingZeros();
            }
            throw new Unacceptable("value-damaged", shortened(text));
        } catch (NumberFormatException e) {
            throw new Unacceptable("value-damaged", shortened(text));
        }
    }

    private static boolean isWhole(BigDecimal number) {
        return number.scale() <= 0;
    }

    static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "…";
    }

    static String headerKey(String header) {
        return Normalizer.normalize(header, Normalizer.Form.NFKC)
                .replaceAll("[\\s\\p{Cf}]", "")
                .toLowerCase(Locale.ROOT);
    }
}
