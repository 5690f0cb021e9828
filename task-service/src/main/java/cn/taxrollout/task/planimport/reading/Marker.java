package cn.taxrollout.task.planimport.reading;

import cn.taxrollout.task.planimport.draft.ChineseNumber;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The number that a line begins with, in one of the styles of official documents.
 *
 * @param ordinal as written, 0 where it can't be read
 * @param parent for 2.1 the 2, else 0
 * @param end where the text after it begins
 */
record Marker(Style style, int ordinal, int parent, int end) {

    private static final String CN = "[一二三四五六七八九十百〇零]{1,4}";

    /** From the widest to the narrowest, as GB/T 9704-2012 and habit nest them; documents nest them as they like. */
    enum Style {
        /** 附件1 */
        ATTACHMENT("附\\s*件\\s*(?<n>\\d{1,2}|" + CN + ")?\\s*[:、.]?\\s*"),
        /** 第二部分, 第二章 */
        PART("第\\s*(?<n>" + CN + "|\\d{1,2})\\s*(?:部\\s*分|章|编|篇)\\s*[:、]?\\s*"),
        /** 一、 */
        CHAPTER("(?<n>" + CN + ")\\s*[、.]\\s*"),
        /** 第一阶段, 阶段一 */
        PHASE("(?:第\\s*(?<n>" + ChineseNumber.CHARACTER + "{1,3})\\s*阶\\s*段|阶\\s*段\\s*(?<m>" + ChineseNumber.CHARACTER
                + "{1,3}))(?=\\s*[:、,(\\s—-]|$)\\s*[:、,—-]*\\s*"),
        /** （一） */
        SECTION("\\(\\s*(?<n>" + CN + ")\\s*\\)\\s*[、.:]?\\s*|(?<c>[㈠-㈩])\\s*[、.]?\\s*|(?<m>" + CN + ")\\s*\\)\\s*"),
        /** 第一条 */
        ARTICLE("第\\s*(?<n>" + CN + "|\\d{1,2})\\s*条\\s*[:、]?\\s*"),
        /** 任务一：, 举措1. */
        NAMED("(?:任务|举措|措施|行动|工程|项目|事项)\\s*(?<n>" + CN + "|\\d{1,3})\\s*[:、.]\\s*"),
        /** 1. */
        NUMBER("(?<n>[1-9]\\d{0,2})\\s*[.、]\\s*(?!\\d)|(?<c>[⒈-⒛])\\s*"),
        /** 2.1 below 2. */
        DECIMAL("(?<p>[1-9]\\d?)\\.(?<n>[1-9]\\d?)(?:\\s*[、.]\\s*|\\s+|(?=\\p{IsHan}))(?![\\d年月日万亿千百个余多倍元号前])"),
        /** （1） */
        BRACKETED("\\(\\s*(?<n>[1-9]\\d{0,2})\\s*\\)\\s*[、.]?\\s*|(?<c>[⑴-⒇])\\s*"),
        /** 1) */
        HALF_BRACKETED("(?<n>[1-9]\\d{0,2})\\s*\\)\\s*"),
        /** 第一、 */
        ORDINAL("第\\s*(?<n>" + CN + ")\\s*[、,.:]\\s*"),
        /** 一是 */
        ITEM("(?<n>" + CN + ")(?:是|要)(?![否非])\\s*[:,]?\\s*"),
        /** ① */
        CIRCLED("(?<c>[①-⑳㉑-㉟㊱-㊿])\\s*[、.]?\\s*");

        private final Pattern pattern;
        private final List<String> groups;
        private final boolean hasParent;

        Style(String pattern) {
            this.pattern = Pattern.compile(pattern);
            this.groups = Stream.of("n", "m", "c")
                    .filter(group -> pattern.contains("(?<" + group + ">"))
                    .toList();
            this.hasParent = pattern.contains("(?<p>");
        }

        /** Whether its items are headings of a document's largest parts, which stand below nothing smaller. */
        boolean isWide() {
            return compareTo(CHAPTER) <= 0;
        }

        /** Whether its items may stand one after another within a sentence. */
        boolean isWithinSentences() {
            return WITHIN_SENTENCES.contains(this);
        }

        private Optional<Marker> at(String plain, int from) {
            Matcher matcher = pattern.matcher(plain).region(from, plain.length());
            matcher.useTransparentBounds(true);
            if (!matcher.lookingAt()) {
                return Optional.empty();
            }
            int ordinal = groups.stream()
                    .map(matcher::group)
                    .filter(written -> written != null)
                    .mapToInt(Marker::ordinal)
                    .findFirst()
                    .orElse(1);
            int parent = hasParent ? Integer.parseInt(matcher.group("p")) : 0;
            return Optional.of(new Marker(this, ordinal, parent, matcher.end()));
        }
    }

    private static final List<Style> WITHIN_SENTENCES =
            List.of(Style.ITEM, Style.CIRCLED, Style.BRACKETED, Style.ORDINAL, Style.NUMBER);

    /** "3.5万户" at the start of a broken line is no number 3, "8.12366热线准备（3月1日前）" is a number 8, "1、2023年…" a number 1. */
    private static final Pattern NUMBER_BEFORE_DIGITS = Pattern.compile("([1-9]\\d{0,2})\\s*[.、]\\s*(?=\\d)");

    private static final Pattern YEAR = Pattern.compile("20\\d\\d\\s*年");
    private static final Pattern DATE_IN_PARENTHESES = Pattern.compile("\\([^()]*\\d\\s*[年月日][^()]*\\)");
    private static final int MOST_ITEMS = 100;
    private static final Pattern BREAK = Pattern.compile("[。;:,]\\s*(?=[一二三四五六七八九十第(⑴-⒇①-⑳1-9])");

    /** The marker that the line begins with. */
    static Optional<Marker> of(String plain) {
        for (Style style : Style.values()) {
            Optional<Marker> found = style.at(plain, 0);
            if (found.isPresent()) {
                return found;
            }
        }
        Matcher number = NUMBER_BEFORE_DIGITS.matcher(plain);
        boolean isNumber = number.lookingAt()
                && (YEAR.matcher(plain).region(number.end(), plain.length()).lookingAt()
                        || DATE_IN_PARENTHESES.matcher(plain).find());
        return isNumber
                ? Optional.of(new Marker(Style.NUMBER, ordinal(number.group(1)), 0, number.end()))
                : Optional.empty();
    }

    /** Whether the line may have numbered items in it; one with too many places for them is no list. */
    static boolean mayHaveItems(String plain, int from) {
        long breaks = BREAK.matcher(plain)
                .region(from, plain.length())
                .results()
                .limit(MOST_ITEMS + 1L)
                .count();
        return breaks > 0 && breaks <= MOST_ITEMS;
    }

    /** Where the item of this number begins in the middle of a line (一是…；二是…); -1 if there is none. */
    static int nextWithin(String plain, int from, Style style, int ordinal) {
        Matcher breaks = BREAK.matcher(plain).region(from, plain.length());
        while (breaks.find()) {
            if (style.at(plain, breaks.end())
                    .filter(marker -> marker.ordinal == ordinal)
                    .isPresent()) {
                return breaks.end();
            }
        }
        return -1;
    }

    /** Where a list begins in the middle of a line; -1 if there is none. One item alone is no list. */
    static int firstWithin(String plain, int from) {
        int first = -1;
        for (Style style : WITHIN_SENTENCES) {
            int found = nextWithin(plain, from, style, 1);
            if (found >= 0 && (first < 0 || found < first) && nextWithin(plain, found, style, 2) > 0) {
                first = found;
            }
        }
        return first;
    }

    private static int ordinal(String written) {
        char sign = written.charAt(0);
        return Stream.of(
                        between(sign, '㈠', '㈩', 1),
                        between(sign, '⑴', '⒇', 1),
                        between(sign, '⒈', '⒛', 1),
                        between(sign, '①', '⑳', 1),
                        between(sign, '㉑', '㉟', 21),
                        between(sign, '㊱', '㊿', 36))
                .filter(value -> value > 0)
                .findFirst()
                .orElseGet(() -> ChineseNumber.of(written).orElse(0));
    }

    private static int between(char sign, char first, char last, int value) {
        return sign >= first && sign <= last ? sign - first + value : 0;
    }
}
