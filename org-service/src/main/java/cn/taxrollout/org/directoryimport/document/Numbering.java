package cn.taxrollout.org.directoryimport.document;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a heading or an item of a list is numbered.
 *
 * @param level of the kind of number, those above it are smaller; the kinds rank as GB/T 9704-2012 has them: 一、 （一） 1. （1）
 * @param end where the text begins
 */
record Numbering(int level, int ordinal, int end) {

    /** Attachments begin anew. */
    static final int ATTACHMENT = 0;

    /** 条 are counted through all chapters, so they part nothing. */
    static final int ARTICLE = 2;

    private static final String ORDINAL = "([" + ChineseNumber.CHARACTERS + "]{1,3})";
    private static final Pattern[] LEVELS = {
        Pattern.compile("附件\\s*" + ORDINAL + "?\\s*(?:[:.、]|$)"),
        Pattern.compile("第\\s*" + ORDINAL + "\\s*(?:章|部分|编)\\s*[:,.、]?"),
        Pattern.compile("第\\s*" + ORDINAL + "\\s*(?:节|条)\\s*[:,.、]?"),
        Pattern.compile("([一二三四五六七八九十]{1,3})\\s*[、.]"),
        Pattern.compile("\\(\\s*([一二三四五六七八九十]{1,3})\\s*\\)\\s*[、.]?"),
        Pattern.compile("(\\d{1,2})\\s*[.、](?!\\d)"),
        Pattern.compile("\\(\\s*(\\d{1,2})\\s*\\)\\s*[、.]?"),
        Pattern.compile("(\\d{1,2})\\)|([①-⑳])")
    };

    static Optional<Numbering> of(Passage passage) {
        for (int level = 0; level < LEVELS.length; level++) {
            Matcher matcher = LEVELS[level].matcher(passage.plain());
            if (matcher.lookingAt()) {
                return Optional.of(new Numbering(level, ordinal(matcher), matcher.end()));
            }
        }
        return Optional.empty();
    }

    private static int ordinal(Matcher matcher) {
        if (matcher.group(1) == null) {
            return matcher.groupCount() > 1 ? matcher.group(2).charAt(0) - '①' + 1 : 1;
        }
        OptionalInt number = ChineseNumber.of(matcher.group(1));
        return number.orElse(0);
    }
}
