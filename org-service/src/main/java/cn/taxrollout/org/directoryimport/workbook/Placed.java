package cn.taxrollout.org.directoryimport.workbook;

import java.util.List;

/**
 * A row with the place where it stands.
 *
 * @param row number of the row, or of the line of a document, from 1
 * @param content what could be read; a field that couldn't is null in it
 * @param reasons why it is rejected already by what stands in it; empty if it isn't
 */
public record Placed<R>(int row, R content, List<Reason> reasons) {}
