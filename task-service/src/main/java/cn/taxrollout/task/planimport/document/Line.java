package cn.taxrollout.task.planimport.document;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One line of a document as its author sees it, with the number that a word processor writes before it.
 *
 * @param number counted from 1: the line of a text file, the paragraph of a Word document (lines parted by a soft break
 *     inside one paragraph share its number)
 * @param cell where in a table it stands, null outside of tables
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Line(int number, String text, Cell cell) {

    public Line(int number, String text) {
        this(number, text, null);
    }

    /**
     * A place in a table. Tables, rows and columns of the grid are counted from 0.
     *
     * @param width how many columns the cell covers
     * @param merged whether the cell goes on from the one above it
     */
    public record Cell(int table, int row, int column, int width, boolean merged) {}
}
