package cn.taxrollout.org.directoryimport.document;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads which bureau issued the document and when. Their places follow the national layout of official documents
 * (GB/T 9704-2012): signature and date below the notice, letterhead, printing line at the end.
 */
final class HeadReading {

    private static final String BUREAU = "[\\p{IsHan}]{2,40}(?:局|厅|委员会|办公室|领导小组|人民政府)";
    private static final Pattern SIGNATURE = Pattern.compile(BUREAU);
    private static final Pattern NOTICE = Pattern.compile("(" + BUREAU + ")关于.{2,120}");
    private static final Pattern LETTERHEAD = Pattern.compile("(" + BUREAU + ")文件");
    private static final Pattern LETTER_ALONE = Pattern.compile("[\\p{IsHan}]{2,40}税务局");
    private static final Pattern DATE = Pattern.compile(
            "([0-9〇○零一二三四五六七八九]{4})(?:年|[-./])([0-9一二三四五六七八九十]{1,3})(?:月|[-./])([0-9一二三四五六七八九十]{1,3})日?");
    private static final Pattern PRINTED = Pattern.compile(".*?(" + DATE.pattern() + ")印发");

    private static final Pattern PRINTED_BY = Pattern.compile("([\\p{IsHan}]{2,40}?局).*" + DATE.pattern() + "印发");
    private static final Pattern ABOUT_DOCUMENT =
            Pattern.compile("(?:信息公开|主动公开|依申请公开|不予公开|抄送|抄报|主题词|主送|联系人|联系电话|电话).*");

    private final Map<String, List<Integer>> lines = new HashMap<>();
    private String issuer;
    private LocalDate date;

    HeadReading(List<Passage> passages, Findings findings) {
        for (int i = 0; i < passages.size() && date == null; i++) {
            boolean dated = readDate(passages.get(i));
            if (dated && i > 0) {
                readIssuer(SIGNATURE, passages.get(i - 1), 0);
            }
        }
        for (Passage passage : passages) {
            Matcher printed = PRINTED.matcher(passage.unspaced());
            if (date == null && printed.matches()) {
                date = date(printed.group(1)).orElse(null);
                lines.put("date", passage.lines());
            }
            readIssuer(NOTICE, passage, 1);
            readIssuer(LETTERHEAD, passage, 1);
        }
        for (Passage passage : passages) {
            readIssuer(LETTER_ALONE, passage, 0);
            readIssuer(PRINTED_BY, passage, 1);
        }
        if (issuer == null) {
            findings.add(Anomaly.Code.NO_ISSUER, null);
        }
        if (date == null) {
            findings.add(
                    Anomaly.Code.NO_DATE,
                    lines.containsKey("date") ? lines.remove("date").get(0) : null);
        }
    }

    /** Whether the passage stands where a date does; it may be no day of the calendar. */
    private boolean readDate(Passage passage) {
        if (!DATE.matcher(passage.unspaced()).matches()) {
            return false;
        }
        date = date(passage.unspaced()).orElse(null);
        lines.put("date", passage.lines());
        return true;
    }

    /** Whether the passage tells of the document itself and so ends what was before it. */
    boolean isAboutDocument(Passage passage) {
        String text = passage.unspaced();
        return DATE.matcher(text).matches()
                || PRINTED.matcher(text).matches()
                || ABOUT_DOCUMENT.matcher(text).matches()
                || issuer != null && text.matches(Pattern.quote(issuer) + "(?:办公室|" + DATE.pattern() + ")?");
    }

    private void readIssuer(Pattern pattern, Passage passage, int group) {
        Matcher matcher = pattern.matcher(passage.unspaced());
        if (issuer == null && matcher.matches()) {
            issuer = matcher.group(group).replaceFirst("(?<=局)办公室$", "");
            lines.put("issuer", passage.lines());
        }
    }

    private static Optional<LocalDate> date(String text) {
        Matcher matcher = DATE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(ChineseNumber.digits(matcher.group(1))),
                    ChineseNumber.of(matcher.group(2)).orElse(0),
                    ChineseNumber.of(matcher.group(3)).orElse(0)));
        } catch (DateTimeException e) {
            return Optional.empty(); // no day of the calendar: the document has no date then, which is reported
        }
    }

    String issuer() {
        return issuer;
    }

    LocalDate date() {
        return date;
    }

    Map<String, List<Integer>> lines() {
        return lines;
    }
}
