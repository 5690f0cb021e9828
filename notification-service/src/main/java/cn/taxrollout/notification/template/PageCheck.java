package cn.taxrollout.notification.template;

import cn.taxrollout.notification.web.Refusal.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page must not have. Values are escaped as text, which isn't enough inside of a tag: there, only an address of ours may
 * stand, in double quotes. And a mail does nothing.
 */
final class PageCheck {
    private static final Pattern ACTIVE = Pattern.compile(
            "<\\s*(script|iframe|object|embed|form|base|link|svg|math)\\b"
                    + "|[\\s\"'/]on[a-z]+\\s*="
                    + "|=\\s*[\"']?\\s*(javascript|vbscript|data)\\s*:",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ADDRESS = Pattern.compile("\\{([\\w]+\\.)?link}");

    private final String html;
    private final String field;
    private final List<Violation> faults = new ArrayList<>();

    private PageCheck(String field, String html) {
        this.field = field;
        this.html = html;
    }

    static List<Violation> of(String field, String html) {
        var check = new PageCheck(field, html);
        Matcher active = ACTIVE.matcher(html);
        while (active.find()) {
            check.fault(active.start(), "template-html-active", active.group().strip());
        }
        check.tags();
        return check.faults;
    }

    private void tags() {
        boolean inTag = false;
        char quote = 0;
        for (int i = 0; i < html.length(); i++) {
            char c = html.charAt(i);
            if (!inTag) {
                inTag = c == '<';
            } else if (c == '{') {
                int end = html.indexOf('}', i);
                String place = html.substring(i, end < 0 ? html.length() : end + 1);
                boolean quoted = quote == '"' && html.charAt(i - 1) == '"' && html.startsWith("\"", i + place.length());
                if (!quoted || !ADDRESS.matcher(place).matches()) {
                    fault(i, "template-html-in-tag", place);
                }
                i += place.length() - 1;
            } else if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else {
                inTag = c != '>';
            }
        }
    }

    private void fault(int at, String code, String what) {
        String before = html.substring(0, at);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        faults.add(new Violation(field, code, line, at - before.lastIndexOf('\n'), what));
    }
}
