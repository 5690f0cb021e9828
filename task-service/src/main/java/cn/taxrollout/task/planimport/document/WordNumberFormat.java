package cn.taxrollout.task.planimport.document;

/** Writes numbers in the formats of Word that Chinese documents use (ECMA-376 part 1, 17.18.59); any other in digits. */
final class WordNumberFormat {

    private static final String DIGITS = "〇一二三四五六七八九";
    private static final String LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖";
    private static final String STEMS = "甲乙丙丁戊己庚辛壬癸";
    private static final String[] ROMAN = {
        "M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I",
    };
    private static final int[] ROMAN_VALUES = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};

    private WordNumberFormat() {}

    static String write(int number, String format) {
        return switch (format) {
            case "none" -> "";
            case "decimalFullWidth", "decimalFullWidth2" ->
                Integer.toString(number)
                        .chars()
                        .collect(
                                StringBuilder::new,
                                (text, c) -> text.append((char) (c - '0' + '０')),
                                StringBuilder::append)
                        .toString();
            case "decimalZero" -> "%02d".formatted(number);
            case "decimalEnclosedCircle", "decimalEnclosedCircleChinese" -> circled(number);
            case "decimalEnclosedParen" -> within(number, 1, 20, '⑴');
            case "decimalEnclosedFullstop" -> within(number, 1, 20, '⒈');
            case "chineseCounting",
                    "chineseCountingThousand",
                    "japaneseCounting",
                    "taiwaneseCounting",
                    "taiwaneseCountingThousand" -> counted(number, DIGITS, "十百千");
            case "chineseLegalSimplified" -> counted(number, LEGAL_DIGITS, "拾佰仟");
            case "ideographDigital" ->
                Integer.toString(number)
                        .chars()
                        .collect(
                                StringBuilder::new,
                                (text, c) -> text.append(DIGITS.charAt(c - '0')),
                                StringBuilder::append)
                        .toString();
            case "ideographTraditional" ->
                number >= 1 && number <= STEMS.length()
                        ? String.valueOf(STEMS.charAt(number - 1))
                        : Integer.toString(number);
            case "upperRoman" -> roman(number);
            case "lowerRoman" -> roman(number).toLowerCase(java.util.Locale.ROOT);
            case "upperLetter" -> within(number, 1, 26, 'A');
            case "lowerLetter" -> within(number, 1, 26, 'a');
            default -> Integer.toString(number);
        };
    }

    private static String circled(int number) {
        return number <= 20
                ? within(number, 1, 20, '①')
                : number <= 35 ? within(number, 21, 35, '㉑') : within(number, 36, 50, '㊱');
    }

    private static String within(int number, int first, int last, char firstSign) {
        return number >= first && number <= last
                ? String.valueOf((char) (firstSign + number - first))
                : Integer.toString(number);
    }

    /** 12 is 十二, 23 is 二十三, 105 is 一百零五. */
    private static String counted(int number, String digits, String powers) {
        if (number < 1 || number > 9999) {
            return Integer.toString(number);
        }
        String decimal = Integer.toString(number);
        StringBuilder text = new StringBuilder();
        boolean zero = false;
        for (int i = 0; i < decimal.length(); i++) {
            int digit = decimal.charAt(i) - '0';
            int power = decimal.length() - 1 - i;
            if (digit == 0) {
                zero = true;
                continue;
            }
            if (zero && !text.isEmpty()) {
                text.append('零');
            }
            zero = false;
            boolean tenToNineteen = digit == 1 && power == 1 && text.isEmpty();
            text.append(tenToNineteen ? "" : digits.charAt(digit));
            text.append(power == 0 ? "" : powers.charAt(power - 1));
        }
        return text.toString();
    }

    private static String roman(int number) {
        if (number < 1 || number > 3999) {
            return Integer.toString(number);
        }
        StringBuilder text = new StringBuilder();
        int left = number;
        for (int i = 0; i < ROMAN.length; i++) {
            while (left >= ROMAN_VALUES[i]) {
                text.append(ROMAN[i]);
                left -= ROMAN_VALUES[i];
            }
        }
        return text.toString();
    }
}
