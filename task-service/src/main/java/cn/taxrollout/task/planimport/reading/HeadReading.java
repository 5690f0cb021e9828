package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.draft.DeadlineText;
import cn.taxrollout.task.planimport.draft.DeadlineText.Outcome;
import cn.taxrollout.task.planimport.draft.Unresolved;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what the document says about itself: number, title, issuer, date of issue, disclosure mark. Their places follow the
 * national layout of official documents (GB/T 9704-2012).
 */
final class HeadReading {

    private static final Pattern NUMBER = Pattern.compile(
            "(\\p{IsHan}{1,20})\\s*[〔\\[【(]\\s*(\\d{4})\\s*[〕\\]】)]\\s*第?\\s*(\\d{1,5})\\s*号(?:\\s.*)?");
    private static final Pattern NOTICE =
            Pattern.compile("([^。,:;《》]{0,60}?)关于\\s*(?:印发|下发|转发)\\s*(.{2,120}?)\\s*的\\s*通知");
    private static final Pattern TITLE =
            Pattern.compile("《?([^《》。:,]{2,80}(?:方案|计划|规划|意见|安排|要点|办法|清单|分工|细则|任务书|台账|分工表))》?(?:\\([^()]{2,8}\\))?");
    private static final Pattern SUBJECT = Pattern.compile("([^。,:;《》]{0,60}?)(关于[^。:;]{2,100}的\\s*(?:通知|意见|函|公告|通告))");
    private static final String OFFICE = "[^。,:;、]{2,60}(?:局|厅|部|署|所|办公室|委员会|领导小组|政府)";
    private static final Pattern SIGNATURE = Pattern.compile(OFFICE);
    private static final Pattern SIGNED = Pattern.compile("(" + OFFICE + ")\\s+(\\S.*日)");
    private static final Pattern LETTERHEAD = Pattern.compile("(" + OFFICE + ")文件");
    private static final Pattern IMPRINTED =
            Pattern.compile(".*?(\\d{4}\\s*年\\s*\\d{1,2}\\s*月\\s*\\d{1,2}\\s*日)\\s*印发");
    private static final Pattern DISCLOSURE = Pattern.compile("信息公开(?:选项|类型|属性)\\s*:\\s*(.*)");

    /** A title broken over more lines than this is a paragraph. */
    private static final int TITLE_LINES = 4;

    /** A longer line above the title is no part of it. */
    private static final int TITLE_LINE = 30;

    private final List<Passage> head;
    private final List<Passage> all;
    private final List<Passage> imprint;
    private final List<Unresolved> gaps = new ArrayList<>();
    private final Map<String, List<Integer>> lines = new HashMap<>();

    private String number;
    private String title;
    private String issuer;
    private LocalDate issuedOn;
    private String disclosure;

    HeadReading(Outline outline) {
        this.head = outline.head();
        this.all = outline.all();
        this.imprint = outline.imprint();
        readNumber();
        readNotice(NOTICE);
        readHeading();
        if (title == null) {
            readNotice(SUBJECT);
        }
        readIssue(head);
        readImprint();
        if (issuedOn == null) {
            readIssue(all);
        }
        readLetterhead();
        readDisclosure();
    }

    private void readNumber() {
        for (Passage line : all) {
            Matcher matcher = NUMBER.matcher(line.plain());
            if (matcher.matches()) {
                number = "%s〔%s〕%s号".formatted(matcher.group(1), matcher.group(2), matcher.group(3));
                lines.put("number", line.lines());
                return;
            }
        }
    }

    /** The title of the notice: …关于印发《…方案》的通知, on one line or broken over several. */
    private void readNotice(Pattern form) {
        for (int last = 0; last < head.size(); last++) {
            for (int first = last; first >= Math.max(0, last - TITLE_LINES + 1); first--) {
                Passage notice = Passage.join(head.subList(first, last + 1));
                Matcher matcher = form.matcher(notice.plain());
                if (matcher.matches()) {
                    Passage named = notice.part(matcher.start(2), matcher.end(2));
                    title = named.unspaced().replaceAll("^《|》$", "");
                    lines.put("title", named.lines());
                    if (matcher.group(1).length() > 1) {
                        Passage sender = notice.part(matcher.start(1), matcher.end(1));
                        issuer = sender.unspaced();
                        lines.put("issuer", sender.lines());
                    }
                    return;
                }
            }
        }
    }

    private void readHeading() {
        for (int i = head.size() - 1; i >= 0 && title == null; i--) {
            Matcher matcher = TITLE.matcher(head.get(i).plain());
            if (matcher.matches()) {
                Passage found = head.get(i).part(matcher.start(1), matcher.end(1));
                Passage whole = i > 0 && isFirstLineOfTitle(head.get(i - 1), found)
                        ? Passage.join(List.of(head.get(i - 1), found))
                        : found;
                title = whole.unspaced();
                lines.put("title", whole.lines());
            }
        }
    }

    /** The lines of a broken title follow one another without a blank line. */
    private static boolean isFirstLineOfTitle(Passage above, Passage title) {
        return title.firstLine() - above.firstLine() <= 1
                && above.text().length() <= TITLE_LINE
                && !above.endsSentence()
                && !NUMBER.matcher(above.plain()).matches()
                && !LETTERHEAD.matcher(above.plain()).matches()
                && DeadlineText.date(above.plain()).isEmpty();
    }

    /** Date of issue on a line of its own, the issuer's signature above it, or both on one line. */
    private void readIssue(List<Passage> where) {
        for (int i = 0; i < where.size() && issuedOn == null; i++) {
            Passage line = where.get(i);
            Matcher signed = SIGNED.matcher(line.plain());
            if (readIssueDate(line)) {
                if (i > 0 && SIGNATURE.matcher(where.get(i - 1).plain()).matches()) {
                    readIssuer(where.get(i - 1));
                }
            } else if (signed.matches() && readIssueDate(line.part(signed.start(2), signed.end(2)))) {
                readIssuer(line.part(signed.start(1), signed.end(1)));
            }
        }
    }

    private void readIssuer(Passage signature) {
        issuer = signature.unspaced();
        lines.put("issuer", signature.lines());
    }

    /** The printing date at the end stands in where the notice bears none. */
    private void readImprint() {
        for (int i = 0; i < imprint.size() && issuedOn == null; i++) {
            Matcher matcher = IMPRINTED.matcher(imprint.get(i).plain());
            if (matcher.matches()) {
                readIssueDate(imprint.get(i).part(matcher.start(1), matcher.end(1)));
            }
        }
    }

    private boolean readIssueDate(Passage words) {
        Optional<Outcome> read = DeadlineText.date(words.plain());
        if (read.isPresent() && read.get().deadline() == null) {
            gaps.add(Unresolved.of(Unresolved.Code.IMPOSSIBLE_DATE, "plan.issuedOn", words.firstLine(), words.text()));
        } else if (read.isPresent()) {
            issuedOn = read.get().deadline().dueOn();
            lines.put("issuedOn", words.lines());
        }
        return issuedOn != null;
    }

    private void readLetterhead() {
        for (int i = 0; i < head.size() && issuer == null; i++) {
            Matcher matcher = LETTERHEAD.matcher(head.get(i).plain());
            if (matcher.matches()) {
                readIssuer(head.get(i).part(matcher.start(1), matcher.end(1)));
            }
        }
    }

    private void readDisclosure() {
        for (Passage line : imprint) {
            Matcher matcher = DISCLOSURE.matcher(line.plain());
            if (matcher.matches() && !matcher.group(1).isEmpty()) {
                disclosure = line.from(matcher.start(1)).unspaced();
                lines.put("disclosure", line.lines());
                lines.put("confidential", line.lines());
                return;
            }
        }
    }

    /** Null where it could not be read, as are the next three. */
    String number() {
        return number;
    }

    String title() {
        return title;
    }

    String issuer() {
        return issuer;
    }

    LocalDate issuedOn() {
        return issuedOn;
    }

    String disclosure() {
        return disclosure;
    }

    boolean confidential() {
        return !"主动公开".equals(disclosure);
    }

    /** What was found and not understood. */
    List<Unresolved> gaps() {
        return issuedOn == null ? gaps : List.of();
    }

    Map<String, List<Integer>> lines() {
        return lines;
    }
}
