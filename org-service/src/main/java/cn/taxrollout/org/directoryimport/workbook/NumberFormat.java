package cn.taxrollout.org.directoryimport.workbook;

import java.util.regex.Pattern;

/**
 * What the number format of a cell tells of its content.
 *
 * @param date whether a number is shown as a date or time
 * @param digits to how many digits a number is filled up with zeros, as a staff number may be; 0 if it isn't
 */
record NumberFormat(boolean date, int digits) {
    static final NumberFormat PLAIN = new NumberFormat(false, 0);

    /** Quoted and escaped text, colours, conditions and languages: what is shown besides the number. */
    private static final Pattern DECORATION = Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^\\]]*\\]");

    private static final Pattern DATE_PART = Pattern.compile("[ymdhs]", Pattern.CASE_INSENSITIVE);
    private static final Pattern ZEROS = Pattern.compile("0{2,20}");

    /**
     * @param id of a built-in format (ECMA-376 part 1, 18.8.30; 27 to 58 are those of East Asian languages)
     * @param code of a format that the file defines, null for a built-in one
     */
    static NumberFormat of(int id, String code) {
        if (code == null) {
            boolean date = id >= 14 && id <= 22 || id >= 27 && id <= 36 || id >= 45 && id <= 47 || id >= 50 && id <= 58;
            return date ? new NumberFormat(true, 0) : PLAIN;
        }
        if (ZEROS.matcher(code).matches()) {
            return new NumberFormat(false, code.length());
        }
        String first = DECORATION.matcher(code).replaceAll("").split(";", 2)[0];
        return DATE_PART.matcher(first).find() ? new NumberFormat(true, 0) : PLAIN;
    }
}
