package cn.taxrollout.org.directoryimport.workbook;

/**
 * A cell that holds something.
 *
 * @param column from 1
 * @param text the text, or the number as the file writes it
 * @param format how the cell shows a number
 */
record Cell(int column, Type type, String text, NumberFormat format) {
    enum Type {
        TEXT,
        NUMBER,
        /** A date and time in ISO 8601, which few programs write. */
        ISO_DATE,
        BOOLEAN
    }

    /** The letters of a column: A, Z, AA. */
    static String letters(int column) {
        StringBuilder letters = new StringBuilder();
        for (int rest = column; rest > 0; rest = (rest - 1) / 26) {
            letters.insert(0, (char) ('A' + (rest - 1) % 26));
        }
        return letters.toString();
    }
}
