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
    private static final Pattern NAMES_AND_CLAIM = Pattern.compile("(?<name>.*?)" + CLAIM.pattern());
    private static final Pattern AND = Pattern.compile("以及|和|及|与");
    private static final Pattern HARMLESS_NOTE =
            Pattern.compile("兼任?|[男女]|常务|牵头|主持工作|执笔|以?(?:姓氏笔画|姓氏笔划)(?:为序|排序)?|排名不分先后|借调|抽调");
    private static final Pattern FILLER = Pattern.compile(
            "名单.*|另行.*|待定|略|另?(?:定|报)|组成|等人?|(?:为|任|担任|兼任)(?:副?组长|成员)?|以下人员|如下|及|和|由|[本我县区市省]局(?:领导|机关)?|局领导|局机关");

    /** Into how many lines a word may be broken: a narrow column holds some four characters. */
    private static final int MOST_PARTS = 5;

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

    private static final class Token {
        private final String text;
        private final Gap gap;
        private final int width;
        private final boolean note;
        private final Collection<Integer> lines;
        private Word word;

        /**
         * @param gap what stands before it
         * @param width of the gap, for one of spaces
         * @param note whether it stands in brackets
         */
        Token(String text, Gap gap, int width, boolean note, Collection<Integer> lines) {
            this.text = text;
            this.gap = gap;
            this.width = width;
            this.note = note;
            this.lines = lines;
        }

        Word word() {
            if (word == null) {
                word = note ? Word.UNKNOWN : Word.of(text);
            }
            return word;
        }

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

    private record Post(Token token, Word word) {}

    private final Findings findings;
    private final List<Found> found = new ArrayList<>();
    private final List<Claim> claims = new ArrayList<>();

    private final List<Token> sections = new ArrayList<>(); // named, and waiting for who of them
    private final List<Post> posts = new ArrayList<>(); // named, and waiting for whose
    private boolean postsFirst;
    private String sectionOfNext;

    private Holders(Findings findings) {
        this.findings = findings;
    }

    static Holders read(Passage content, Findings findings) {
        Holders holders = new Holders(findings);
        List<Token> tokens = joinBrokenLines(joinDrawnApart(tokens(content)));
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
        List<Word> words = splitPairs(joinBrokenLines(joinDrawnApart(tokens(content)))).stream()
                .filter(token -> !token.note)
                .map(Token::word)
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
            String text = part.unspaced().replaceAll("[\"“”]|(?<=.)(?<!责)同志$", "");
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
                    && tokens.get(end).gap == Gap.SPACE) {
                end++;
            }
            joined.addAll(names(tokens.subList(i, end)));
            i = end;
        }
        for (int at = 1; at < joined.size(); at++) {
            Token before = joined.get(at - 1);
            Token after = joined.get(at);
            boolean halves =
                    before.single() != after.single() || ChineseName.isDoubleSurname(before.text) && !after.note;
            if (after.gap == Gap.SPACE && halves && ChineseName.isName(before.text + after.text)) {
                joined.set(at - 1, before.with(after));
                joined.remove(at--);
            }
        }
        return joined;
    }

    /** 李 四 王 五 are two names, and so are 李 四　　王 小 五, by the wider gap between them. */
    private static List<Token> names(List<Token> characters) {
        int narrowest =
                characters.stream().skip(1).mapToInt(token -> token.width).min().orElse(0);
        List<List<Token>> runs = new ArrayList<>();
        for (int i = 0; i < characters.size(); i++) {
            if (i == 0 || characters.get(i).width > narrowest) {
                runs.add(new ArrayList<>());
            }
            runs.get(runs.size() - 1).add(characters.get(i));
        }
        List<Token> names = new ArrayList<>();
        for (List<Token> run : runs) {
            names.addAll(onlyReading(run));
        }
        return names;
    }

    /** The characters as names of two or three, if there is one way only; else as one word, which is reported as it stands. */
    private static List<Token> onlyReading(List<Token> characters) {
        int[] ways = new int[characters.size() + 1];
        int[] length = new int[characters.size() + 1];
        ways[characters.size()] = 1;
        for (int from = characters.size() - 2; from >= 0; from--) {
            for (int to = from + 2; to <= Math.min(from + 3, characters.size()); to++) {
                if (ways[to] > 0 && ChineseName.isName(join(characters.subList(from, to)).text)) {
                    ways[from] = Math.min(2, ways[from] + ways[to]);
                    length[from] = to - from;
                }
            }
        }
        if (ways[0] != 1) {
            return List.of(join(characters));
        }
        List<Token> names = new ArrayList<>();
        for (int from = 0; from < characters.size(); from += length[from]) {
            names.add(join(characters.subList(from, from + length[from])));
        }
        return names;
    }

    private static Token join(List<Token> characters) {
        return characters.stream().reduce(Token::with).orElseThrow();
    }

    /** A line may end within a word; it does where the two parts say nothing alone and something together. */
    private static List<Token> joinBrokenLines(List<Token> tokens) {
        List<Token> joined = new ArrayList<>();
        int i = 0;
        while (i < tokens.size()) {
            Token whole = tokens.get(i);
            int parts = broken(tokens.subList(i, tokens.size()));
            for (int part = 1; part < parts; part++) {
                whole = whole.with(tokens.get(i + part));
            }
            joined.add(whole);
            i += parts;
        }
        return joined;
    }

    /** How many of the tokens, from the first one, are one word that lines have parted. */
    private static int broken(List<Token> tokens) {
        Token whole = tokens.get(0);
        int parts = 1;
        for (int i = 1; i < Math.min(MOST_PARTS, tokens.size()); i++) {
            Token next = tokens.get(i);
            boolean complete = parts == i && whole.word().isKnown();
            if (next.gap != Gap.LINE
                    || next.note
                    || whole.note
                    || complete && next.word().isKnown()) {
                return parts;
            }
            whole = whole.with(next);
            if (tokens.get(i - 1).single() || next.single() || whole.word().isKnown()) {
                parts = i + 1;
            }
        }
        return parts;
    }

    /** 张三和李四: a name may hold the character 和, so only where the whole says nothing. */
    private static List<Token> splitPairs(List<Token> tokens) {
        List<Token> split = new ArrayList<>();
        for (Token token : tokens) {
            Matcher and = AND.matcher(token.text);
            boolean done = token.note || token.word().isKnown() || token.text.length() > Word.LONGEST;
            while (!done && and.find()) {
                String left = token.text.substring(0, and.start());
                String right = token.text.substring(and.end());
                if (Word.of(left).isKnown() && Word.of(right).isKnown()) {
                    split.add(new Token(left, token.gap, token.width, false, token.lines));
                    split.add(new Token(right, Gap.LIST, 0, false, token.lines));
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
        List<Word> words = tokens.stream().map(Token::word).toList();
        postsFirst = postsFirst(tokens, words);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Word word = words.get(i);
            Word next = i + 1 < words.size() ? words.get(i + 1) : Word.UNKNOWN;
            if (token.note) {
                note(token);
            } else if (word.isPerson()) {
                person(token, word);
            } else if (word.isPost()) {
                post(token, word);
            } else if (isPostBeforeName(word, next, i, tokens)) {
                post(token, Word.named(null, word.section(), "负责人"));
            } else if (word.isSectionOnly()) {
                section(token, word, next);
            } else if (word.rule() != null) {
                rule(token, word);
            } else if (!word.nobody()) {
                unknown(token);
            }
        }
        inferRules();
    }

    private static boolean postsFirst(List<Token> tokens, List<Word> words) {
        int at = 0;
        while (at < tokens.size() && tokens.get(at).note) {
            at++;
        }
        if (at == words.size() || words.stream().noneMatch(Word::isPerson)) {
            return false;
        }
        Word first = words.get(at);
        return first.isPost()
                || first.isSectionOnly()
                        && at + 1 < words.size()
                        && words.get(at + 1).isPost()
                || first.isPerson()
                        && first.post() != null
                        && tokens.get(at).text.endsWith(first.name());
    }

    /** 财务管理股负责人　张三, in a list that has the posts before the names. */
    private boolean isPostBeforeName(Word word, Word next, int at, List<Token> tokens) {
        return postsFirst
                && word.rule() != null
                && word.rule().principal()
                && next.isPerson()
                && tokens.get(at + 1).gap == Gap.SPACE;
    }

    private void person(Token token, Word word) {
        String section = word.section();
        if (section == null && sectionOfNext != null) {
            section = sectionOfNext;
        }
        if (section == null && !sections.isEmpty() && token.gap == Gap.SPACE) {
            section = sections.remove(sections.size() - 1).word().section();
        }
        List<String> held = new ArrayList<>();
        for (Post post : posts) {
            section = section == null ? post.word().section() : section;
            held.add(post.word().post());
        }
        if (word.post() != null) {
            held.add(word.post());
        }
        posts.clear();
        sectionOfNext = null;
        add(Holder.named(word.name(), section, held.isEmpty() ? null : String.join("、", held)), token.lines);
    }

    private void post(Token token, Word word) {
        Found last = lastPerson();
        if (postsFirst || last == null) {
            if (word.section() == null && !sections.isEmpty() && token.gap == Gap.SPACE) {
                sectionOfNext = sections.remove(sections.size() - 1).word().section();
            }
            posts.add(new Post(token, word));
        } else {
            describe(last, word.section(), word.post(), token.lines);
        }
    }

    private void section(Token token, Word word, Word next) {
        Found last = lastPerson();
        boolean beside = token.gap == Gap.SPACE || token.gap == Gap.NONE || next.isPost();
        if (!postsFirst && last != null && sections.isEmpty() && beside && !next.isPerson()) {
            describe(last, word.section(), null, token.lines);
        } else {
            sections.add(token);
        }
    }

    private void rule(Token token, Word word) {
        List<Token> of = new ArrayList<>(sections);
        if (word.section() != null) {
            of.add(new Token(word.section(), token.gap, token.width, false, token.lines));
        }
        if (of.isEmpty()) {
            findings.add(Anomaly.Code.HOLDER_NOT_READ, token.line(), token.text);
        }
        HolderRule rule = word.rule().principal() ? HolderRule.PRINCIPAL_OF : HolderRule.UNNAMED_DEPUTY_OF;
        for (Token section : of) {
            for (int i = 0; i < word.rule().count(); i++) {
                Collection<Integer> lines = new TreeSet<>(section.lines);
                lines.addAll(token.lines);
                add(Holder.byRule(rule, section.word().section()), lines);
            }
        }
        sections.clear();
    }

    private void note(Token token) {
        Matcher claim = CLAIM.matcher(token.text);
        if (claim.matches()) {
            claim(claim, token);
        } else if (!HARMLESS_NOTE.matcher(token.text).matches()) {
            Found last = lastPerson();
            for (String part : token.text.split("[、,;]")) {
                Word word = Word.of(part);
                if (last != null && (word.isPost() || word.isSectionOnly())) {
                    last = describe(last, word.section(), word.post(), token.lines);
                } else if (!word.nobody() && !HARMLESS_NOTE.matcher(part).matches()) {
                    findings.add(Anomaly.Code.HOLDER_NOT_READ, token.line(), part);
                }
            }
        }
    }

    private void unknown(Token token) {
        Matcher claim = NAMES_AND_CLAIM.matcher(token.text.length() > Word.LONGEST ? "" : token.text);
        if (claim.matches()) {
            OptionalInt count = ChineseNumber.of(claim.group(2));
            count.ifPresent(number -> claims.add(new Claim(number, token.line())));
            if (ChineseName.isName(claim.group("name"))) {
                person(token, Word.of(claim.group("name")));
            } else if (count.isEmpty() || !claim.group("name").matches("共?|等")) {
                findings.add(Anomaly.Code.HOLDER_NOT_READ, token.line(), token.text);
            }
        } else if (token.text.endsWith("等") && ChineseName.isName(token.text.substring(0, token.text.length() - 1))) {
            person(token, Word.of(token.text.substring(0, token.text.length() - 1)));
        } else if (FILLER.matcher(token.text).matches()) {
            return;
        } else if (ChineseName.mayBeName(token.text) && token.text.length() < 4) {
            findings.add(Anomaly.Code.NAME_DOUBTFUL, token.line(), token.text);
            person(token, Word.named(token.text, null, null));
        } else {
            findings.add(Anomaly.Code.HOLDER_NOT_READ, token.line(), token.text);
        }
    }

    private void claim(Matcher claim, Token token) {
        ChineseNumber.of(claim.group(1)).ifPresent(number -> claims.add(new Claim(number, token.line())));
    }

    /** Sections and posts that stand alone mean whoever heads the section; this is a reading, and said to be one. */
    private void inferRules() {
        for (Token section : sections) {
            infer(HolderRule.PRINCIPAL_OF, section.word().section(), section);
        }
        for (Post post : posts) {
            String section =
                    post.word().section() == null ? sectionOfNext : post.word().section();
            if (section == null) {
                findings.add(Anomaly.Code.HOLDER_NOT_READ, post.token().line(), post.token().text);
            } else {
                boolean deputy = post.word().post().contains("副");
                infer(deputy ? HolderRule.UNNAMED_DEPUTY_OF : HolderRule.PRINCIPAL_OF, section, post.token());
            }
        }
    }

    private void infer(HolderRule rule, String section, Token token) {
        findings.add(Anomaly.Code.HOLDER_RULE_INFERRED, token.line(), section);
        add(Holder.byRule(rule, section), token.lines);
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
