package cn.taxrollout.org.directoryimport.document;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Something in a document that a person should look at before confirming what was read; nothing of it stands in the way.
 *
 * @param line where it lies, null where it is the document as a whole
 * @param arguments what its text names
 */
public record Anomaly(Code code, Integer line, List<Object> arguments) {

    /** Long enough to find a clause again, short enough for a list. */
    private static final int QUOTED_CHARACTERS = 60;

    /** Stable names, part of the service's contract. */
    public enum Code {
        // what the text doesn't say
        NO_ISSUER,
        NO_DATE,
        UNIT_WITHOUT_HEAD,
        UNIT_WITHOUT_MEMBERS,
        UNIT_WITHOUT_DUTIES,
        TITLE_WITHOUT_HOLDER,
        // what could not be read
        PASSAGE_NOT_USED,
        HOLDER_NOT_READ,
        COLUMN_NOT_USED,
        // what was understood in one of several possible ways
        NAME_DOUBTFUL,
        UNIT_NAME_COMPLETED,
        HOLDER_RULE_INFERRED,
        FUNCTION_INFERRED,
        FUNCTION_AMBIGUOUS,
        // what doesn't fit together
        UNIT_COUNT_DIFFERS,
        SEAT_COUNT_DIFFERS,
        PERSON_TWICE_IN_UNIT,
        SECTION_TWICE_IN_UNIT,
        POSTS_DIFFER,
        DEPUTY_SECTION_NOT_IN_OFFICE,
        MEMBER_SECTION_NOT_IN_OFFICE,
        // good to know
        CONCURRENT_POSTS,
        SITS_WITH_SUPERVISORS,
        // against the directory
        ISSUER_NOT_THIS_BUREAU,
        UNIT_AMBIGUOUS,
        SECTION_UNKNOWN,
        SECTION_OF_PERSON_UNKNOWN,
        SECTIONS_EXPANDED,
        PERSON_UNKNOWN,
        PERSON_AMBIGUOUS,
        PERSON_OF_OTHER_SECTION,
        SEAT_ONLY_IN_DIRECTORY,
        HOLDER_NOT_PLACED;

        /** The key of its text in the bundle {@code texts}. */
        public String textKey() {
            return "anomaly-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Anomaly {
        arguments = List.copyOf(arguments);
    }

    public static Anomaly of(Code code, Integer line, Object... arguments) {
        return new Anomaly(
                code,
                line,
                Stream.of(arguments)
                        .map(String::valueOf)
                        .map(text ->
                                text.length() > QUOTED_CHARACTERS ? text.substring(0, QUOTED_CHARACTERS) + "…" : text)
                        .map(Object.class::cast)
                        .toList());
    }
}
