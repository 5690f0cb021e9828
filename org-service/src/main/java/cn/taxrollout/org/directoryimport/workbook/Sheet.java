package cn.taxrollout.org.directoryimport.workbook;

import java.util.List;
import java.util.function.Function;

/**
 * A kind of sheet: what it is called and what its columns are.
 *
 * @param field the name in the API, understood as the sheet's name too
 * @param name the name of the sheet
 * @param row makes a row of what was read
 */
public record Sheet<R>(String field, String name, List<Column<R, ?>> columns, Function<Values, R> row) {}
