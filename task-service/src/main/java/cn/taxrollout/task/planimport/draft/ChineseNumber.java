package cn.taxrollout.task.planimport.draft;

import java.util.OptionalInt;

/** Numbers as plans write them, in digits or in characters: 23, 五, 十二, 二十三, 一百零五. */
public final class ChineseNumber {

    /** The characters of a class, for patterns. */
    public static final String CHARACTERS = "0-9〇零一二两三四五六七八九十百";

    /** Any one of them, for patterns. */
    public static final String CHARACTER = "[" + CHARACTERS + "]";

    private static final String DIGITS = "零一二三四五六七八九";

    private ChineseNumber() {}

    /** Nothing for what is no number below 1000. */
    public static OptionalInt of(String text) {
        if (text.matches("\\d{1,3}")) {
            return OptionalInt.of(Integer.parseInt(text));
        }
        if (text.isEmpty() || text.length() > 5) {
            return OptionalInt.empty();
        }
        int value = 0;
        int digit = -1;
        for (char c : text.replace('〇', '零').replace('两', '二').toCharArray()) {
            int read = DIGITS.indexOf(c);
            if (read >= 0) {
                digit = read;
            } else if (c == '十' || c == '百') {
                value += (digit < 0 ? 1 : digit) * (c == '十' ? 10 : 100);
                digit = -1;
            } else {
                return OptionalInt.empty();
            }
        }
        int number = value + Math.max(digit, 0);
        return number < 1000 ? OptionalInt.of(number) : OptionalInt.empty();
    }
}
