package cn.taxrollout.org.search;

import java.util.Locale;

/** What somebody typed to find a name by {@link SearchKeys}, or a code or number by its beginning; as parameters of a query. */
public record Typed(String text) {
    /** The last of all characters. */
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    /** Null if nothing was typed. */
    public static Typed of(String text) {
        return text == null || text.isBlank() ? null : new Typed(text);
    }

    /** For {@code array_to_tsvector(search_keys) @@ cast(:it as tsquery)}. */
    public String asTextQuery() {
        String letters = letters();
        return letters.isEmpty() ? "'-'" : "'" + letters + "':*";
    }

    /** The first code that begins with it, in small letters; for a range that can use an index. */
    public String firstCode() {
        return letters().isEmpty() ? "" : text.strip().toLowerCase(Locale.ROOT);
    }

    /** What comes after all codes that begin with it. */
    public String afterCodes() {
        return letters().isEmpty() ? "" : firstCode() + LAST;
    }

    private String letters() {
        return SearchKeys.lettersOf(text.replace('ü', 'v').replace('Ü', 'v'));
    }
}
