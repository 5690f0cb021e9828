package cn.taxrollout.org.directoryimport.upload;

import java.util.List;

/**
 * One place of a file that can't be accepted, and why.
 *
 * @param sheet name of the sheet as it stands in the file; null for a document, or where no single sheet is meant
 * @param row row of the sheet or line of the document, from 1; null where none is meant
 * @param column the letters of a column, or the name of a field; null where none is meant
 * @param code names the text for people
 * @param arguments put into the text: strings and whole numbers
 */
public record Problem(String sheet, Integer row, String column, String code, List<Object> arguments) {

    public static Problem ofFile(String code, Object... arguments) {
        return new Problem(null, null, null, code, List.of(arguments));
    }
}
