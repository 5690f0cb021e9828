package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Duty;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parts the text of duties into clauses: at its numbers where it has some, else at semicolons and full stops. */
final class Duties {

    private static final Pattern NUMBER =
            Pattern.compile("(?:^|(?<=[;。:,\\s]))\\s*(?:第[一二三四五六七八九十]+|[一二三四五六七八九十]{1,2}是|\\d{1,2}[.、](?!\\d)"
                    + "|\\(\\d{1,2}\\)|\\([一二三四五六七八九十]{1,3}\\)|\\d{1,2}\\)|[①-⑳])[、,]?");
    private static final Pattern SEMICOLON = Pattern.compile("[;。](?![”’\"」』)])");
    private static final Pattern END = Pattern.compile("[;。,.\\s]+$");
    private static final Pattern START = Pattern.compile("^[:,;。\\s]+");

    private Duties() {}

    static List<Duty> of(List<Passage> content) {
        List<Duty> duties = new ArrayList<>();
        List<Passage> open = new ArrayList<>();
        for (Passage line : content) {
            if (NUMBER.matcher(line.plain()).lookingAt()) {
                addClauses(open, duties);
                open.clear();
            }
            open.add(line);
        }
        addClauses(open, duties);
        return duties;
    }

    private static void addClauses(List<Passage> lines, List<Duty> duties) {
        Passage text = Passage.join(lines);
        Matcher numbers = NUMBER.matcher(text.plain());
        if (numbers.find()) {
            add(text.part(0, numbers.start()), duties);
            int start = numbers.end();
            while (numbers.find()) {
                add(text.part(start, numbers.start()), duties);
                start = numbers.end();
            }
            add(text.from(start), duties);
        } else {
            Matcher end = SEMICOLON.matcher(text.plain());
            int start = 0;
            while (end.find()) {
                add(text.part(start, end.start()), duties);
                start = end.end();
            }
            add(text.from(start), duties);
        }
    }

    private static void add(Passage clause, List<Duty> duties) {
        Matcher start = START.matcher(clause.plain());
        Passage begun = clause.from(start.find() ? start.end() : 0);
        Matcher end = END.matcher(begun.plain());
        Passage whole = begun.part(0, end.find() ? end.start() : begun.plain().length());
        if (!whole.isEmpty()) {
            duties.add(new Duty(whole.text(), whole.lines()));
        }
    }
}
