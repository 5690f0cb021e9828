package cn.taxrollout.org.directoryimport.document;

import java.util.OptionalInt;

/** Numbers as documents write them, in digits or in characters: 23, 五, 十二, 二十三. */
final class ChineseNumber {

    /** A character class for patterns. */
    static final String CHARACTERS = "0-9〇○零一二两三四五六七八九十";

    private static final String DIGITS = "零一二三四五六七八九";

    private ChineseNumber() {}

    /** Nothing for what is no number below 100. */
    static OptionalInt of(String text) {
        if (text.matches("\\d{1,2}")) {
            return OptionalInt.of(Integer.parseInt(text));
        }
        String plain = text.replace('〇', '零').replace('○', '零').replace('两', '二');
        int ten = plain.indexOf('十');
        if (ten < 0) {
            return plain.length() == 1 ? digit(plain, 0) : OptionalInt.empty();
        }
        OptionalInt tens = digit(plain.substring(0, ten), 1);
        OptionalInt ones = digit(plain.substring(ten + 1), 0);
        return tens.isPresent() && ones.isPresent()
                ? OptionalInt.of(10 * tens.getAsInt() + ones.getAsInt())
                : OptionalInt.empty();
    }

    /** 21 as 二十一; for numbers from 1 to 99. */
    static String write(int number) {
        String ones = number % 10 == 0 ? "" : DIGITS.substring(number % 10, number % 10 + 1);
        String tens = number < 20 ? "" : DIGITS.substring(number / 10, number / 10 + 1);
        return number < 10 ? ones : tens + "十" + ones;
    }

    /** Digits one by one, as years are written: 二〇二三. */
    static String digits(String text) {
        StringBuilder digits = new StringBuilder();
        for (char c : text.replace('〇', '零').replace('○', '零').toCharArray()) {
            int digit = DIGITS.indexOf(c);
            digits.append(digit >= 0 ? Integer.toString(digit) : String.valueOf(c));
        }
        return digits.toString();
    }

    private static OptionalInt digit(String text, int otherwise) {
        if (text.isEmpty()) {
            return OptionalInt.of(otherwise);
        }
        int digit = text.length() == 1 ? DIGITS.indexOf(text) : -1;
        return digit < 0 ? OptionalInt.empty() : OptionalInt.of(digit);
    }
}
