package cn.taxrollout.org.search;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.sourceforge.pinyin4j.PinyinHelper;
import net.sourceforge.pinyin4j.format.HanyuPinyinOutputFormat;
import net.sourceforge.pinyin4j.format.HanyuPinyinToneType;
import net.sourceforge.pinyin4j.format.HanyuPinyinVCharType;
import net.sourceforge.pinyin4j.format.exception.BadHanyuPinyinOutputFormatCombination;

/** How Chinese characters are read, in letters as people type them: without tones, ü as v and as u. */
final class Pinyin {
    private static final HanyuPinyinOutputFormat TYPED = new HanyuPinyinOutputFormat();

    static {
        TYPED.setToneType(HanyuPinyinToneType.WITHOUT_TONE);
        TYPED.setVCharType(HanyuPinyinVCharType.WITH_V);
    }

    private Pinyin() {}

    /** All readings of a character, the usual one first; what has none is read as itself. */
    static List<String> readings(int character) {
        String[] known = Character.isBmpCodePoint(character) ? lookUp((char) character) : null;
        if (known == null || known.length == 0) {
            return List.of(Character.toString(character));
        }
        return Arrays.stream(known)
                .flatMap(reading -> Stream.of(reading, reading.replace('v', 'u')))
                .distinct()
                .toList();
    }

    private static String[] lookUp(char character) {
        try {
            return PinyinHelper.toHanyuPinyinStringArray(character, TYPED);
        } catch (BadHanyuPinyinOutputFormatCombination e) {
            throw new IllegalStateException("pinyin without tones and with v is a combination that exists", e);
        }
    }
}
