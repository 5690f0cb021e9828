package cn.taxrollout.task.planimport;

import cn.taxrollout.task.planimport.DeadlineText.ImpossibleDate;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private static final Pattern TITLE = Pattern.compile("《?([^《》。:,]{2,80}(?:方案|计划|规划))》?");
    private static final Pattern BODY = Pattern.compile("[^。,:;、]{2,60}(?:局|厅|部|署|办公室|委员会|领导小组|政府)");
    private static final Pattern LETTERHEAD = Pattern.compile("([^。,:;、]{2,60}(?:局|厅|部|署|办公室|委员会|领导小组|政府))文件");
    private static final Pattern IMPRINTED =
            Pattern.compile(".*?(\\d{4}\\s*年\\s*\\d{1,2}\\s*月\\s*\\d{1,2}\\s*日)\\s*印发");
    private static final Pattern DISCLOSURE = Pattern.compile("信息公开(?:选项|类型|属性)\\s*:\\s*(.*)");

    /** A title broken over more lines than this is a paragraph. */
    private static final int TITLE_LINES = 4;

    private final List<Passage> head;
    private final List<Passage> imprint;
    private final Findings findings;
    private final Map<String, List<Integer>> lines = new HashMap<>();

    private String number;
    private String title;
    private String issuer;
    private LocalDate issuedOn;
    private boolean impossibleDate;
    private String disclosure;

    HeadReading(Outline outline, Findings findings) {
        this.head = outline.head();
        this.imprint = outline.imprint();
        this.findings = findings;
        readNumber();
        readNotice();
        readHeading();
        readIssue();
        readImprint();
        readLetterhead();
        readDisclosure();
        report();
    }

    private void readNumber() {
        for (Passage line : head) {
            Matcher matcher = NUMBER.matcher(line.plain());
            if (matcher.matches()) {
                number = "%s〔%s〕%s号".formatted(matcher.group(1), matcher.group(2), matcher.group(3));
                lines.put("number", line.lines());
                return;
            }
        }
    }

    /** The title of the notice: …关于印发《…方案》的通知, on one line or broken over several. */
    private void readNotice() {
        for (int last = 0; last < head.size(); last++) {
            for (int first = last; first >= Math.max(0, last - TITLE_LINES + 1); first--) {
                Passage notice = Passage.join(head.subList(first, last + 1));
                Matcher matcher = NOTICE.matcher(notice.plain());
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
                title = head.get(i).part(matcher.start(1), matcher.end(1)).unspaced();
                lines.put("title", head.get(i).lines());
            }
        }
    }

    /** Date of issue on a line of its own, the issuer's signature above it. */
    private void readIssue() {
        for (int i = 0; i < head.size() && issuedOn == null; i++) {
            if (readIssueDate(head.get(i))
                    && i > 0
                    && BODY.matcher(head.get(i - 1).plain()).matches()) {
                issuer = head.get(i - 1).unspaced();
                lines.put("issuer", head.get(i - 1).lines());
            }
        }
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
        try {
            issuedOn = DeadlineText.date(words.plain()).orElse(null);
        } catch (ImpossibleDate e) {
            findings.add(Problem.Code.IMPOSSIBLE_DATE, words.firstLine(), words.text());
            impossibleDate = true;
            return false;
        }
        if (issuedOn != null) {
            lines.put("issuedOn", words.lines());
        }
        return issuedOn != null;
    }

    private void readLetterhead() {
        for (int i = 0; i < head.size() && issuer == null; i++) {
            Matcher matcher = LETTERHEAD.matcher(head.get(i).plain());
            if (matcher.matches()) {
                issuer = head.get(i).part(matcher.start(1), matcher.end(1)).unspaced();
                lines.put("issuer", head.get(i).lines());
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
        findings.add(Anomaly.Code.NO_DISCLOSURE_MARK, null);
    }

    private void report() {
        if (number == null) {
            findings.add(Problem.Code.NO_DOCUMENT_NUMBER, null);
        }
        if (title == null) {
            findings.add(Problem.Code.NO_PLAN_TITLE, null);
        }
        if (issuer == null) {
            findings.add(Problem.Code.NO_ISSUER, null);
        }
        if (issuedOn == null && !impossibleDate) {
            findings.add(Problem.Code.NO_ISSUE_DATE, null);
        }
    }

    String number() {
        return number;
    }

    String title() {
        return title;
    }

    String issuer() {
        return issuer;
    }

    /** Null where it could not be read, which is a problem then. */
    LocalDate issuedOn() {
        return issuedOn;
    }

    String disclosure() {
        return disclosure;
    }

    boolean confidential() {
        return !"主动公开".equals(disclosure);
    }

    Map<String, List<Integer>> lines() {
        return lines;
    }
}
