package cn.taxrollout.org.directoryimport.document;

import cn.taxrollout.org.appointment.HolderRule;
import cn.taxrollout.org.directoryimport.document.DirectoryOutline.Holder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what stands behind 组长, 副组长, 成员: people with or without their posts, before or behind the name, and sections that
 * send somebody. Lines may be broken anywhere, and names may be drawn apart by spaces.
 */
final class Holders {

    private static final Pattern CLAIM =
            Pattern.compile("(?:共计?|计|合计|等)?([" + ChineseNumber.CHARACTERS + "]{1,3})[名人位](?:同志)?");
    private static final Pattern HARMLESS_NOTE =
            Pattern.compile("兼任?|[男女]|常务|牵头|主持工作|执笔|以?(?:姓氏笔画|姓氏笔划)(?:为序|排序)?|排名不分先后|借调|抽调");
    private static final Pattern FILLER =
            Pattern.compile("名单.*|另行.*|待定|略|另?(?:定|报)|组成|等人?|(?:为|任|担任|兼任)(?:副?组长|成员)?|以下人员|如下|及|和|由");
    private static final Pattern NOBODY = Pattern.compile("待定|暂缺|空缺|待明确|待补充|无");

    /** How words are parted, the weakest first. */
    private enum Gap {
        NONE,
        SPACE,
        LINE,
        LIST,
        CLAUSE
    }

    record Found(Holder holder, List<Integer> lines) {}

    /** A number of people that the text claims, such as 共12名. */
    record Claim(int count, int line) {}

    private record Token(String text, Gap gap, int width, boolean note, Collection<Integer> lines) {
        boolean single() {
            return !note && text.length() == 1 && Character.isIdeographic(text.charAt(0));
        }

        int line() {
            return lines.iterator().next();
        }

        Token with(Token next) {
            Collection<Integer> both = new TreeSet<>(lines);
            both.addAll(next.lines);
            return new Token(text + next.text, gap, width, false, both);
        }
    }

    private final Findings findings;
    private final List<Found> found = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();

    private final List<Token> sections = new ArrayList<>(); // named, and waiting for who of them
    private final List<Token> posts = new ArrayList<>(); // named, and waiting for whose
    private boolean postsFirst;
    private String sectionOfNext;

    private Holders(Findings findings) {
        this.findings = findings;
    }

    static Holders read(Passage content, Findings findings) {
        Holders holders = new Holders(findings);
        List<Token> tokens = holders.joinBrokenLines(joinDrawnApart(tokens(content)));
        holders.assemble(splitPairs(tokens));
        return holders;
    }

    List<Found> found() {
        return found;
    }

    List<Claim> claims() {
        return claims;
    }

    /** Whether every word is known and one of them names a person; tells a line of holders from a sentence. */
    static boolean areHolders(Passage content) {
        List<Word> words = splitPairs(joinDrawnApart(tokens(content))).stream()
                .filter(token -> !token.note())
                .map(token -> Word.of(token.text()))
                .toList();
        return !words.isEmpty()
                && words.stream().allMatch(Word::isKnown)
                && words.stream().anyMatch(word -> word.isPerson() || word.rule() != null);
    }

    private static List<Token> tokens(Passage content) {
        List<Token> tokens = new ArrayList<>();
        String plain = content.plain();
        Gap gap = Gap.NONE;
        int width = 0;
        int at = 0;
        while (at < plain.length()) {
            Gap here = gap(plain.charAt(at));
            if (here != Gap.NONE) {
                gap = here.compareTo(gap) > 0 ? here : gap;
                width += content.text().charAt(at) == ' ' ? 1 : 2;
                at++;
                continue;
            }
            boolean note = plain.charAt(at) == '(';
            int end = note ? closing(plain, at) : at;
            while (!note && end < plain.length() && gap(plain.charAt(end)) == Gap.NONE && plain.charAt(end) != '(') {
                end++;
            }
            Passage part = note ? content.part(at + 1, Math.max(at + 1, end - 1)) : content.part(at, end);
            String text = part.unspaced().replaceAll("[\"“”]|(?<!负责)同志$", "");
            if (!text.isEmpty()) {
                tokens.add(new Token(text, gap, width, note, part.lines()));
                gap = Gap.NONE;
                width = 0;
            }
            at = end;
        }
        return tokens;
    }

    private static int closing(String plain, int open) {
        int close = plain.indexOf(')', open);
        return close < 0 ? plain.length() : close + 1;
    }

    private static Gap gap(char c) {
        return switch (c) {
            case ' ', '\t' -> Gap.SPACE;
            case '\n' -> Gap.LINE;
            case '、', '/' -> Gap.LIST;
            case ',', ';', '。', '|', ':', '.' -> Gap.CLAUSE;
            default -> Gap.NONE;
        };
    }

    /** Puts names together whose characters are set apart to fill a column: 李　四. */
    private static List<Token> joinDrawnApart(List<Token> tokens) {
        List<Token> joined = new ArrayList<>();
        int i = 0;
        while (i < tokens.size()) {
            int end = i + 1;
            while (tokens.get(i).single()
                    && end < tokens.size()
                    && tokens.get(end).single()
                    && tokens.get(end).gap() == Gap.SPACE) {
                end++;
            }
            joined.addAll(names(tokens.subList(i, end)));
            i = end;
        }
        for (int at = 1; at < joined.size(); at++) {
            Token before = joined.get(at - 1);
            Token after = joined.get(at);
            if (after.gap() == Gap.SPACE
                    && (before.single() || after.single())
                    && !before.note()
                    && ChineseName.isName(before.text() + after.text())) {
                joined.set(at - 1, before.with(after));
                joined.remove(at--);
            }
        }
        return joined;
    }

    /** 李 四 王 五 are two names, and so are 李 四　　王 小 五, by the wider gap between them. */
    private static List<Token> names(List<Token> characters) {
        int narrowest = characters.stream().skip(1).mapToInt(Token::width).min().orElse(0);
        List<List<Token>> runs = new ArrayList<>();
        for (int i = 0; i < characters.size(); i++) {
            if (i == 0 || characters.get(i).width() > narrowest) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(characters.get(i));
        }
        List<Token> names = new ArrayList<>();
        for (List<Token> run : runs) {
            int length = run.size() == 4 ? 2 : run.size() <= 3 ? run.size() : 1;
            for (int i = 0; i < run.size(); i += length) {
                names.add(
                        run.subList(i, i + length).stream().reduce(Token::with).orElseThrow());
            }
        }
        return names;
    }

    /** A line may end within a word; it does where the two parts say nothing alone and something together. */
    private List<Token> joinBrokenLines(List<Token> tokens) {
        List<Token> joined = new ArrayList<>();
        for (Token token : tokens) {
            Token before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (before != null && token.gap() == Gap.LINE && !before.note() && !token.note() && broken(before, token)) {
                joined.set(joined.size() - 1, before.with(token));
            } else {
                joined.add(token);
            }
        }
        return joined;
    }

    private static boolean broken(Token before, Token after) {
        if (before.single() || after.single()) {
            return true;
        }
        boolean knownApart =
                Word.of(before.text()).isKnown() && Word.of(after.text()).isKnown();
        return !knownApart && Word.of(before.text() + after.text()).isKnown();
    }

    /** 张三和李四: a name may hold the character 和, so only where the whole says nothing. */
    private static List<Token> splitPairs(List<Token> tokens) {
        List<Token> split = new ArrayList<>();
        for (Token token : tokens) {
            Matcher and = Pattern.compile("以及|和|及|与").matcher(token.text());
            boolean done = token.note() || Word.of(token.text()).isKnown();
            while (!done && and.find()) {
                String left = token.text().substring(0, and.start());
                String right = token.text().substring(and.end());
                if (Word.of(left).isKnown() && Word.of(right).isKnown()) {
                    split.add(new Token(left, token.gap(), token.width(), false, token.lines()));
                    split.add(new Token(right, Gap.LIST, 0, false, token.lines()));
                    done = true;
                    token = null;
                    break;
                }
            }
            if (token != null) {
                split.add(token);
            }
        }
        return split;
    }

    private void assemble(List<Token> tokens) {
        List<Word> words = tokens.stream()
                .map(token -> token.note() ? Word.UNKNOWN : Word.of(token.text()))
                .toList();
        postsFirst = postsFirst(tokens, words);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Word word = words.get(i);
            Word next = i + 1 < words.size() ? words.get(i + 1) : Word.UNKNOWN;
            if (token.note()) {
                note(token);
            } else if (word.isPerson()) {
                person(token, word);
            } else if (word.isPost()) {
                post(token, word);
            } else if (word.isSectionOnly()) {
                section(token, word, next);
            } else if (word.rule() != null) {
                rule(token, word);
            } else {
                unknown(token);
            }
        }
        inferRules();
    }

    private static boolean postsFirst(List<Token> tokens, List<Word> words) {
        if (words.isEmpty() || words.stream().noneMatch(Word::isPerson)) {
            return false;
        }
        Word first = words.get(0);
        return first.isPost()
                || first.isSectionOnly() && words.size() > 1 && words.get(1).isPost()
                || first.isPerson()
                        && first.post() != null
                        && tokens.get(0).text().endsWith(first.name());
    }

    private void person(Token token, Word word) {
        String section = word.section();
        if (section == null && sectionOfNext != null) {
            section = sectionOfNext;
        }
        if (section == null && !sections.isEmpty() && token.gap() == Gap.SPACE) {
            section = sections.remove(sections.size() - 1).text();
        }
        List<String> held = new ArrayList<>();
        for (Token post : posts) {
            Word of = Word.of(post.text());
            section = section == null ? of.section() : section;
            held.add(of.post());
        }
        if (word.post() != null) {
            held.add(word.post());
        }
        posts.clear();
        sectionOfNext = null;
        add(Holder.named(word.name(), section, held.isEmpty() ? null : String.join("、", held)), token.lines());
    }

    private void post(Token token, Word word) {
        Found last = lastPerson();
        if (postsFirst || last == null) {
            if (word.section() == null && !sections.isEmpty() && token.gap() == Gap.SPACE) {
                sectionOfNext = sections.remove(sections.size() - 1).text();
            }
            posts.add(token);
        } else {
            describe(last, word.section(), word.post(), token.lines());
        }
    }

    private void section(Token token, Word word, Word next) {
        Found last = lastPerson();
        boolean beside = token.gap() == Gap.SPACE || token.gap() == Gap.NONE || next.isPost();
        if (!postsFirst && last != null && sections.isEmpty() && beside && !next.isPerson()) {
            describe(last, word.section(), null, token.lines());
        } else {
            sections.add(token);
        }
    }

    private void rule(Token token, Word word) {
        List<Token> of = new ArrayList<>(sections);
        if (word.section() != null) {
            of.add(new Token(word.section(), token.gap(), token.width(), false, token.lines()));
        }
        if (of.isEmpty()) {
            findings.add(Anomaly.Code.HOLDER_NOT_READ, token.line(), token.text());
        }
        HolderRule rule = word.rule().principal() ? HolderRule.PRINCIPAL_OF : HolderRule.UNNAMED_DEPUTY_OF;
        for (Token section : of) {
            for (int i = 0; i < word.rule().count(); i++) {
                Collection<Integer> lines = new TreeSet<>(section.lines());
                lines.addAll(token.lines());
                add(Holder.byRule(rule, section.text()), lines);
            }
        }
        sections.clear();
    }

    private void note(Token token) {
        Matcher claim = CLAIM.matcher(token.text());
        if (claim.matches()) {
            claim(claim, token);
        } else if (!HARMLESS_NOTE.matcher(token.text()).matches()) {
            Found last = lastPerson();
            for (String part : token.text().split("[、,;]")) {
                Word word = Word.of(part);
                if (last != null && (word.isPost() || word.isSectionOnly())) {
                    last = describe(last, word.section(), word.post(), token.lines());
                } else if (!HARMLESS_NOTE.matcher(part).matches()) {
                    findings.add(Anomaly.Code.HOLDER_NOT_READ, token.line(), part);
                }
            }
        }
    }

    private void unknown(Token token) {
        Matcher claim = Pattern.compile("(?<name>.*?)" + CLAIM.pattern()).matcher(token.text());
        if (claim.matches()) {
            OptionalInt count = ChineseNumber.of(claim.group(2));
            count.ifPresent(number -> claims.add(new Claim(number, token.line())));
            if (ChineseName.isName(claim.group("name"))) {
                person(token, Word.of(claim.group("name")));
            } else if (count.isEmpty() || !claim.group("name").matches("共?|等")) {
                findings.add(Anomaly.Code.HOLDER_NOT_READ, token.line(), token.text());
            }
        } else if (token.text().endsWith("等")
                && ChineseName.isName(token.text().substring(0, token.text().length() - 1))) {
            person(token, Word.of(token.text().substring(0, token.text().length() - 1)));
        } else if (NOBODY.matcher(token.text()).matches()
                || FILLER.matcher(token.text()).matches()) {
            return;
        } else if (ChineseName.mayBeName(token.text()) && token.text().length() < 4) {
            findings.add(Anomaly.Code.NAME_DOUBTFUL, token.line(), token.text());
            person(token, new Word(token.text(), null, null, null));
        } else {
            findings.add(Anomaly.Code.HOLDER_NOT_READ, token.line(), token.text());
        }
    }

    private void claim(Matcher claim, Token token) {
        ChineseNumber.of(claim.group(1)).ifPresent(number -> claims.add(new Claim(number, token.line())));
    }

    /** Sections and posts that stand alone mean whoever heads the section; this is a reading, and said to be one. */
    private void inferRules() {
        for (Token section : sections) {
            infer(HolderRule.PRINCIPAL_OF, section.text(), section);
        }
        for (Token post : posts) {
            Word word = Word.of(post.text());
            String section = word.section() == null ? sectionOfNext : word.section();
            if (section == null) {
                findings.add(Anomaly.Code.HOLDER_NOT_READ, post.line(), post.text());
            } else {
                boolean deputy = word.post().contains("副");
                infer(deputy ? HolderRule.UNNAMED_DEPUTY_OF : HolderRule.PRINCIPAL_OF, section, post);
            }
        }
    }

    private void infer(HolderRule rule, String section, Token token) {
        findings.add(Anomaly.Code.HOLDER_RULE_INFERRED, token.line(), section);
        add(Holder.byRule(rule, section), token.lines());
    }

    private void add(Holder holder, Collection<Integer> lines) {
        found.add(new Found(holder, List.copyOf(lines)));
    }

    private Found lastPerson() {
        Found last = found.isEmpty() ? null : found.get(found.size() - 1);
        return last == null || last.holder().rule() != HolderRule.NAMED ? null : last;
    }

    /** Adds to what is known of the person read last. */
    private Found describe(Found last, String section, String post, Collection<Integer> lines) {
        Holder known = last.holder();
        Collection<Integer> all = new TreeSet<>(last.lines());
        all.addAll(lines);
        Found described = new Found(
                Holder.named(
                        known.name(),
                        known.section() == null ? section : known.section(),
                        known.post() == null ? post : post == null ? known.post() : known.post() + "、" + post),
                List.copyOf(all));
        found.set(found.size() - 1, described);
        return described;
    }
}
