package cn.taxrollout.org.directoryimport.workbook;

import java.util.HashMap;
import java.util.Map;

/** What was read from the cells of one row, by field. */
public final class Values {
    private final Map<String, Object> byField = new HashMap<>();

    void put(String field, Object value) {
        byField.put(field, value);
    }

    /** @return null if the cell is empty, couldn't be read, or its column is not there */
    @SuppressWarnings("unchecked") // the type is that of the column's content, which stands beside the call
    public <T> T get(String field) {
        return (T) byField.get(field);
    }
}
