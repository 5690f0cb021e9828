package cn.taxrollout.deploy.e2e.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What can be done to a request, one thing at a time.
 *
 * <p>Java libraries that do this call the service themselves by their own tables (EvoMaster, CATS and Schemathesis as programs of
 * their own); none of them can be told what else must hold of an answer, nor make a subject anew after an accepted request.
 */
final class Mutations {

    /**
     * One thing that is done to a request.
     *
     * @param kind in a few words; the first says to which part of the request
     * @param done what then is sent to this subject or another one of the same operation
     */
    record Mutation(String kind, Function<Subject, Call> done) {

        Call of(Subject subject) {
            return done.apply(subject);
        }

        /** To which part of the request it is done. */
        String part() {
            return isDetour() ? "detour" : kind.substring(0, kind.indexOf(':'));
        }

        /** What is done there, whatever the place in that part is. */
        String way() {
            return PLACE.matcher(kind).replaceFirst("$1: ");
        }

        /** Another way to write the path. Who may call the operation may take it; what counts is that nobody else can. */
        boolean isDetour() {
            return kind.startsWith("path: ") && !kind.contains(" is ");
        }
    }

    private static final Pattern PLACE =
            Pattern.compile("^(path|query|field|form): (?!its file )\\S.*? (?=is |and |without )");

    private static final String LONG = "长".repeat(100_000 / 3);
    private static final String LEVELS = "[".repeat(10_000) + "]".repeat(10_000);
    private static final String MARK = "here-it-is-done";

    /** In the place of a field's value, as JSON. */
    private static final Map<String, String> VALUES = new LinkedHashMap<>();

    /** In the place of a parameter of the path or the query, as it stands in the request line. */
    private static final Map<String, String> TEXTS = new LinkedHashMap<>();

    private static final Map<String, List<String>> HEADERS = new LinkedHashMap<>();

    static {
        VALUES.put("null", "null");
        VALUES.put("true", "true");
        VALUES.put("a number", "7");
        VALUES.put("zero", "0");
        VALUES.put("negative", "-1");
        VALUES.put("a fraction", "1.5");
        VALUES.put("2^31", "2147483648");
        VALUES.put("2^63", "9223372036854775808");
        VALUES.put("below -2^63", "-9223372036854775809");
        VALUES.put("1e400", "1e400");
        VALUES.put("1e-400", "1e-400");
        VALUES.put("1e999999999", "1e999999999");
        VALUES.put("a thousand digits", "9".repeat(1000));
        VALUES.put("no number", "NaN");
        VALUES.put("an empty text", "\"\"");
        VALUES.put("a blank", "\" \"");
        VALUES.put("a text", "\"x\"");
        VALUES.put("a number as text", "\"7\"");
        VALUES.put("100 KB", "\"" + LONG + "\"");
        VALUES.put("emoji", "\"\uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\"");
        VALUES.put("half a character", "\"\\ud800\"");
        VALUES.put("U+0000", "\"a\\u0000b\"");
        VALUES.put("a control character", "\"a\\u001bb\"");
        VALUES.put("right to left", "\"\\u202e\u0645\u0631\u062D\u0628\u0627\\u2066\"");
        VALUES.put("combining marks", "\"Z\u0351\u0343\u0357\u0346\uFEFF\u200B\"");
        VALUES.put("line breaks", "\"a\\r\\nb: c\\r\\n\\r\\nd\"");
        VALUES.put("markup", "\"<script>alert(1)</script>\"");
        VALUES.put("an expression", "\"${7*7}{{7*7}}#{7*7}%{7*7}{inject:x}\"");
        VALUES.put("a quote", "\"' or 1=1; -- \\\" \\\\ % _\"");
        VALUES.put("a path", "\"../../../../x\"");
        VALUES.put("the last day", "\"9999-12-31\"");
        VALUES.put("a day beyond", "\"+999999999-12-31\"");
        VALUES.put("a day before", "\"-999999999-01-01\"");
        VALUES.put("the year 0", "\"0000-01-01\"");
        VALUES.put("the last moment", "\"+999999999-12-31T23:59:59.999999999-18:00\"");
        VALUES.put("the first moment", "\"-999999999-01-01T00:00:00+18:00\"");
        VALUES.put("a moment far off", "\"9999-12-31T23:59:59Z\"");
        VALUES.put("an id of nothing", "\"00000000-0000-0000-0000-000000000000\"");
        VALUES.put("an id of capitals", "\"FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF\"");
        VALUES.put("a list", "[]");
        VALUES.put("a list of null", "[null]");
        VALUES.put("a list of lists", "[[[]]]");
        VALUES.put("a list of 10,000", "[" + "\"x\",".repeat(9_999) + "\"x\"]");
        VALUES.put("a list of what is equal", "[\"x\",\"x\",\"X\"]");
        VALUES.put("an object", "{}");
        VALUES.put("an object of null", "{\"\": null}");
        VALUES.put("10,000 levels", LEVELS);

        TEXTS.put("garbage", "x");
        TEXTS.put("empty", "");
        TEXTS.put("zero", "0");
        TEXTS.put("negative", "-1");
        TEXTS.put("2^31", "2147483648");
        TEXTS.put("2^63", "9223372036854775808");
        TEXTS.put("a fraction", "1e400");
        TEXTS.put("null", "null");
        TEXTS.put("%00", "a%00b");
        TEXTS.put("a control character", "%1b%7f");
        TEXTS.put("line breaks", "a%0d%0aX-Injected:%201");
        TEXTS.put("../", "../");
        TEXTS.put("%2e%2e%2f", "%2e%2e%2f%2e%2e%2f");
        TEXTS.put("%252e", "%252e%252e%252f");
        TEXTS.put("%5c", "..%5c..%5c");
        TEXTS.put(";x", ";x=1");
        TEXTS.put("%3B", "%3Bx");
        TEXTS.put("//", "//");
        TEXTS.put("%2f", "%2f");
        TEXTS.put("emoji", "%F0%9F%98%80");
        TEXTS.put("half a character", "%ED%A0%80");
        TEXTS.put("broken UTF-8", "%ff%fe%c0%af");
        TEXTS.put("a quote", "'%20or%201=1;--%20%22%5c%25_");
        TEXTS.put("markup", "%3Cscript%3Ealert(1)%3C/script%3E");
        TEXTS.put("a wild card", "*");
        TEXTS.put("a pattern", "%25%25%25%25%25_____%25");
        TEXTS.put("long", "a".repeat(3_000));
        TEXTS.put("long of many bytes", "%E9%95%BF".repeat(300));
        TEXTS.put("a day beyond", "%2B999999999-12-31");
        TEXTS.put("a day before", "-999999999-01-01");
        TEXTS.put("the last day", "9999-12-31");
        TEXTS.put("the year 0", "0000-01-01");
        TEXTS.put("the last moment", "%2B999999999-12-31T23:59:59.999999999-18:00");
        TEXTS.put("the first moment", "-999999999-01-01T00:00:00%2B18:00");
        TEXTS.put("a cursor of nothing", "AAAA");
        TEXTS.put("a cursor of garbage", "eyJpZCI6Li4ufQ");
        TEXTS.put("an id of nothing", "00000000-0000-0000-0000-000000000000");
        TEXTS.put("an id of capitals", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF");

        var long5k = "k".repeat(5_000);
        var long10k = "k".repeat(10_000);
        HEADERS.put("Idempotency-Key", List.of("", " ", long5k, long10k, "\"", "a\tb", "'; --", "%00", "../.."));
        HEADERS.put(
                "If-Match",
                List.of(
                        "",
                        "garbage",
                        "\"",
                        "\"\"",
                        "W/\"1\"",
                        "\"9223372036854775808\"",
                        "\"-1\"",
                        "*, *",
                        "\"1\",,\"2\"",
                        long5k,
                        long10k));
        HEADERS.put("If-None-Match", List.of("", "garbage", "\"", "*", "W/", long5k, long10k));
        HEADERS.put("If-Modified-Since", List.of("garbage", "Thu, 99 Foo 0000 99:99:99 GMT"));
        HEADERS.put(
                "Accept-Language",
                List.of(
                        "",
                        ";;;q=",
                        "zh;q=banana",
                        "x-@@",
                        "*;q=-1",
                        "en;q=1e400",
                        "-",
                        ",",
                        "en_US_POSIX",
                        long5k,
                        long10k));
        HEADERS.put(
                "Accept",
                List.of(
                        "",
                        "garbage",
                        "*",
                        "/",
                        "text/html;q=banana",
                        "application/json;q=1e400",
                        ",,",
                        long5k,
                        long10k));
        HEADERS.put("Range", List.of("bytes=0-0", "bytes=-1", "bytes=9-1", "bytes=0-,0-,0-,0-", "lines=1", "garbage"));
        HEADERS.put("X-Request-Id", List.of("", "a b", "\"<x>", long5k, long10k));
        HEADERS.put(
                "traceparent", List.of("garbage", "00-0-0-00", "ff-" + "f".repeat(32) + "-" + "f".repeat(16) + "-ff"));
        HEADERS.put("Last-Event-ID", List.of("", "garbage", "-1", long5k, long10k));
        HEADERS.put("Content-Encoding", List.of("gzip", "br, deflate", "garbage"));
        HEADERS.put("X-HTTP-Method-Override", List.of("DELETE"));
        HEADERS.put("X-Forwarded-For", List.of("garbage, ::::"));
        HEADERS.put("Forwarded", List.of("for=;by=\";host=///"));
        HEADERS.put("Origin", List.of("null", "http://evil.example"));
        HEADERS.put("Cookie", List.of("=;;=", "q_session=" + "x".repeat(5_000)));
        HEADERS.put(
                "Content-Type",
                List.of(
                        "",
                        "garbage",
                        "///",
                        "text/plain",
                        "application/xml",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data",
                        "multipart/form-data; boundary=",
                        "multipart/form-data; boundary=" + "b".repeat(5_000),
                        "application/json; charset=utf-16",
                        "application/json; charset=garbage",
                        "application/json; charset"));
    }

    private final Subject example;
    private final List<Mutation> mutations = new ArrayList<>();

    private Mutations(Subject example) {
        this.example = example;
    }

    /** What is done to requests of the subject's operation. */
    static List<Mutation> of(Subject example) {
        var mutations = new Mutations(example);
        mutations.mutatePath();
        mutations.mutateQuery();
        mutations.mutateHeaders();
        if (example.operation().isForm()) {
            mutations.mutateForm();
        } else if (example.body() != null) {
            mutations.mutateBody();
            mutations.mutateFields();
        }
        return mutations.mutations;
    }

    private void target(String kind, Function<Subject, String> target) {
        mutations.add(new Mutation(kind, subject -> subject.call().target(kind, target.apply(subject))));
    }

    private void body(String kind, Function<Subject, byte[]> body) {
        mutations.add(new Mutation(kind, subject -> subject.call().body(kind, body.apply(subject))));
    }

    private void json(String kind, UnaryOperator<String> change) {
        body(kind, subject -> change.apply(subject.body().toString()).getBytes(UTF_8));
    }

    private void header(String kind, String name, String value) {
        mutations.add(new Mutation(kind, subject -> subject.call().header(kind, name, value)));
    }

    /** Other ways to write the path, which must lead to nothing that the path itself doesn't lead to. */
    private void mutatePath() {
        target("path: ;x", subject -> subject.path() + ";x");
        target("path: ;x=1 in the middle", subject -> beforeLast(subject) + ";x=1" + last(subject));
        target("path: %3Bx", subject -> subject.path() + "%3Bx");
        target("path: // in front", subject -> "/" + subject.path());
        target("path: // in the middle", subject -> beforeLast(subject) + "/" + last(subject));
        target("path: // behind", subject -> subject.path() + "//");
        target("path: / behind", subject -> subject.path() + "/");
        target("path: ./", subject -> beforeLast(subject) + "/." + last(subject));
        target("path: ../", subject -> "/v1/x/.." + belowVersion(subject));
        target("path: out of the description", subject -> "/openapi/.." + subject.path());
        target("path: out of the calendar", subject -> "/v1/calendar/.." + belowVersion(subject));
        target("path: out of the calendar, encoded", subject -> "/v1/calendar/%2e%2e" + belowVersion(subject));
        target("path: out of the calendar with ;x", subject -> "/v1/calendar;x/.." + belowVersion(subject));
        target("path: %2e%2e", subject -> "/v1/x/%2e%2e" + belowVersion(subject));
        target(
                "path: %2f",
                subject -> beforeLast(subject) + "%2f" + last(subject).substring(1));
        target(
                "path: an encoded letter",
                subject -> "/v1/%" + Integer.toHexString(subject.path().charAt(4))
                        + subject.path().substring(5));
        target("path: capitals", subject -> "/V1" + belowVersion(subject));
        target("path: an ending", subject -> subject.path() + ".json");
        target("path: %00", subject -> subject.path() + "%00");
        target("path: a blank", subject -> subject.path() + "%20");
        for (var place : example.places().keySet()) {
            TEXTS.forEach((what, text) ->
                    target("path: " + place + " is " + what, subject -> subject.targetWith(place, text)));
            for (var behind : List.of(";x", "%3Bx", "%00", "/", "/..", "%2f..", "%0a")) {
                target(
                        "path: " + place + " and " + behind,
                        subject -> subject.targetWith(place, subject.places().get(place) + behind));
            }
        }
    }

    private static String beforeLast(Subject subject) {
        return subject.path().substring(0, subject.path().lastIndexOf('/'));
    }

    private static String last(Subject subject) {
        return subject.path().substring(subject.path().lastIndexOf('/'));
    }

    private static String belowVersion(Subject subject) {
        return subject.path().substring("/v1".length());
    }

    private void mutateQuery() {
        example.operation().in("query").forEach(parameter -> {
            var name = parameter.name();
            var given = URLEncoder.encode(parameter.example().asText("x"), UTF_8);
            TEXTS.forEach((what, text) -> query(name + " is " + what, name, "=" + text));
            query(name + " is given", name, "=" + given);
            query(name + " is given twice", name, "=" + given + "&" + name + "=x");
            query(name + " without =", name, "");
            query(name + " is given 200 times", name, "=" + given + ("&" + name + "=1").repeat(200));
        });
        query("unknown", "__proto__[x]", "=1&=&&%00=%00");
    }

    private void query(String what, String name, String value) {
        target("query: " + what, subject -> {
            var others = new LinkedHashMap<>(subject.query());
            others.remove(name);
            var target = subject.target(subject.places(), others);
            return target + (target.contains("?") ? "&" : "?") + URLEncoder.encode(name, UTF_8) + value;
        });
    }

    private void mutateHeaders() {
        HEADERS.forEach((name, values) -> {
            for (var value : values) {
                if (!name.equals("Content-Type") || example.operation().mediaType() != null) {
                    header("header: " + name + " is " + shown(value), name, value);
                }
            }
        });
        header("header: no If-Match", "If-Match", null);
        header("header: no Content-Type", "Content-Type", null);
        if (example.operation().mediaType() == null && !example.operation().reads()) {
            mutations.add(new Mutation("body: one that isn't asked for", subject -> subject.call()
                    .header("", "Content-Type", "application/json")
                    .body("body: one that isn't asked for", "{\"x\": [1, {\"y\": null}]}".getBytes(UTF_8))));
            mutations.add(new Mutation("body: a text that isn't asked for", subject -> subject.call()
                    .header("", "Content-Type", "text/plain")
                    .body("body: a text that isn't asked for", new byte[] {0, -1, -2})));
        }
    }

    private static String shown(String value) {
        return value.length() < 60 ? value : value.length() + " characters";
    }

    private void mutateBody() {
        for (var other :
                List.of("", "null", "[]", "{}", "7", "\"x\"", "\"\"", "true", " ", "{", "\u0000", "{\"\"", "{} {}")) {
            json("body: " + other, json -> other);
        }
        json("body: in a list", json -> "[" + json + "]");
        json("body: cut off", Mutations::open);
        json("body: twice", json -> json + json);
        json("body: a comment", json -> "/* */" + json);
        json("body: 10,000 levels", json -> LEVELS);
        json("body: 10,000 levels that stay open", json -> "{\"a\":".repeat(10_000));
        json("body: with a mark of bytes", json -> "\uFEFF" + json);
        json("body: a field's name of 100 KB", json -> adding(json, "\"" + LONG + "\": 1"));
        json(
                "body: 5,000 unknown fields",
                json -> adding(
                        json,
                        IntStream.range(0, 5_000)
                                .mapToObj(n -> "\"f" + n + "\":" + n)
                                .collect(Collectors.joining(","))));
        for (var unknown : List.of("nobodyKnowsIt", "__proto__", "class", "@type", "", "$ref")) {
            json("body: unknown field " + unknown, json -> adding(json, "\"" + unknown + "\": {\"x\": 1}"));
        }
        body("body: broken UTF-8", subject -> adding(subject.body().toString(), "\"\u00c0\u00af\": 1")
                .getBytes(ISO_8859_1));
        body("body: UTF-16", subject -> subject.body().toString().getBytes(UTF_16));
        body("body: zeros", subject -> new byte[10_000]);
    }

    private static String open(String json) {
        return json.substring(0, json.length() - 1);
    }

    private static String adding(String json, String field) {
        return open(json) + (json.equals("{}") ? "" : ",") + field + "}";
    }

    private void mutateFields() {
        for (var place : places("", example.body())) {
            var parent = place.substring(0, place.lastIndexOf('/'));
            var name = place.substring(place.lastIndexOf('/') + 1);
            VALUES.forEach(
                    (what, json) -> field(place + " is " + what, subject -> with(subject.body(), parent, name, json)));
            if (example.body().at(parent) instanceof ObjectNode) {
                field(place + " is missing", subject -> {
                    var without = subject.body().deepCopy();
                    ((ObjectNode) without.at(parent)).remove(name);
                    return without.toString();
                });
                field(place + " is given twice", subject -> {
                    var value = subject.body().at(place);
                    return with(subject.body(), parent, name, value + ",\"" + name + "\":" + value);
                });
            }
        }
    }

    private void field(String what, Function<Subject, String> json) {
        body("field: " + what, subject -> json.apply(subject).getBytes(UTF_8));
    }

    /** The body as text, with this in the place of the field's value. */
    private static String with(JsonNode body, String parent, String name, String json) {
        var changed = body.deepCopy();
        if (changed.at(parent) instanceof ArrayNode list) {
            list.set(Integer.parseInt(name), MARK);
        } else {
            ((ObjectNode) changed.at(parent)).put(name, MARK);
        }
        return changed.toString().replace("\"" + MARK + "\"", json);
    }

    /** The pointers to all values inside, of each list to the first alone. */
    private static List<String> places(String pointer, JsonNode node) {
        var places = new ArrayList<String>();
        if (node.isArray() && !node.isEmpty()) {
            places.add(pointer + "/0");
            places.addAll(places(pointer + "/0", node.get(0)));
        }
        node.properties().forEach(property -> {
            places.add(pointer + "/" + property.getKey());
            places.addAll(places(pointer + "/" + property.getKey(), property.getValue()));
        });
        return places;
    }

    private void mutateForm() {
        for (var field : example.body().properties()) {
            TEXTS.forEach((what, text) -> form(
                    field.getKey() + " is " + what,
                    subject -> Subject.form(
                            ((ObjectNode) subject.body().deepCopy()).put(field.getKey(), text),
                            subject.files(),
                            Subject.BOUNDARY)));
        }
        for (var named : List.of(
                "docx",
                "xlsx",
                "txt",
                "exe",
                "docm",
                "..",
                "/../../x.txt",
                "\u0000.txt",
                "n".repeat(5_000),
                "\u202Etxt.exe",
                "\uD83D\uDE00",
                "a\nb.txt")) {
            form(
                    "its file is named ." + shown(named),
                    subject -> subject.form(subject.fileParts(part -> part.replaceFirst("\\..*", "." + named))));
        }
        var contents = new LinkedHashMap<String, UnaryOperator<byte[]>>();
        contents.put("empty", content -> new byte[0]);
        contents.put("zeros", content -> new byte[100_000]);
        contents.put("text", content -> "第一条\u0000\uFFFF".getBytes(UTF_8));
        contents.put("cut off", content -> Arrays.copyOf(content, content.length / 2));
        contents.put("no archive", content -> new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0});
        contents.put("a workbook of old", content ->
                new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1});
        contents.forEach(
                (what, change) -> form("its file is " + what, subject -> subject.form(subject.fileContents(change))));
        form("no file", subject -> subject.form(Map.of()));
        form("empty", subject -> new byte[0]);
        form("another boundary", subject -> Subject.form((ObjectNode) subject.body(), subject.files(), "another"));
        form(
                "cut off",
                subject -> Arrays.copyOf(subject.form(subject.files()), subject.form(subject.files()).length / 2));
        form(
                "a part of no name",
                subject -> ("--%1$s\r\n\r\nx\r\n--%1$s\r\nContent-Disposition: form-data\r\n\r\nx\r\n--%1$s--\r\n")
                        .formatted(Subject.BOUNDARY)
                        .getBytes(UTF_8));
        form("a part of 20,000 headers", subject -> ("--%1$s\r\n" + "X-A: b\r\n".repeat(20_000)
                        + "\r\nx\r\n--%1$s--\r\n")
                .formatted(Subject.BOUNDARY)
                .getBytes(UTF_8));
        form("3,000 parts", subject -> ("--%1$s\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\r\n"
                                .repeat(3_000)
                        + "--%1$s--\r\n")
                .formatted(Subject.BOUNDARY)
                .getBytes(UTF_8));
    }

    private void form(String what, Function<Subject, byte[]> form) {
        body("form: " + what, form);
    }
}
