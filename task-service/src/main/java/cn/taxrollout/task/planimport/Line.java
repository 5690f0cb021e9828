package cn.taxrollout.task.planimport;

/**
 * One line of a document, exactly as its author wrote it.
 *
 * @param number counted from 1: the line of a text file, the paragraph of a Word document (lines parted by a soft break
 *     inside one paragraph share its number)
 */
public record Line(int number, String text) {}
