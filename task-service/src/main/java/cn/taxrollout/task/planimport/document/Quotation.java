package cn.taxrollout.task.planimport.document;

import java.util.List;
import java.util.stream.Stream;

/** What findings name of a document: long enough to find a clause again, short enough for a list of findings. */
public final class Quotation {

    private static final int CHARACTERS = 60;

    private Quotation() {}

    public static List<String> of(Object... values) {
        return Stream.of(values)
                .map(String::valueOf)
                .map(text -> text.length() > CHARACTERS ? text.substring(0, CHARACTERS) + "…" : text)
                .toList();
    }
}
