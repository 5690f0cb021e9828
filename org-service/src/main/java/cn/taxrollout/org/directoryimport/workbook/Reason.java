package cn.taxrollout.org.directoryimport.workbook;

import java.util.List;

/**
 * Why a row is rejected.
 *
 * @param column the field that is at fault; null if the row as a whole is
 * @param code names the text for people
 * @param arguments put into the text: strings and whole numbers
 */
public record Reason(String column, String code, List<Object> arguments) {
    public static Reason of(String column, String code, Object... arguments) {
        return new Reason(column, code, List.of(arguments));
    }
}
