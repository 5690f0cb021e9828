package cn.taxrollout.org.directoryimport.document;

/**
 * One line of a document, exactly as its author wrote it.
 *
 * @param number counted from 1: the line of a text file, the paragraph of a Word document (lines parted by a soft break
 *     inside one paragraph share its number)
 * @param cell where in a table it stands, null outside of tables
 */
record Line(int number, String text, Cell cell) {

    Line(int number, String text) {
        this(number, text, null);
    }

    /**
     * A place in a table, each part counted from 0.
     *
     * @param merged whether the cell belongs to the one above it
     */
    record Cell(int table, int row, int column, boolean merged) {}
}
