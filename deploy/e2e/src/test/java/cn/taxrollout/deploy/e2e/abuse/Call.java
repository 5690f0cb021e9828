package cn.taxrollout.deploy.e2e.abuse;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.deploy.e2e.abuse.PublishedApi.Operation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request, which can be sent again just as it was.
 *
 * @param kind what is done to the request, in a few words; the first says to which part of it
 * @param target path and query as they stand in the request line
 * @param body null for none
 */
record Call(Operation operation, String kind, String target, Map<String, String> headers, byte[] body) {

    /** @param value null to leave the header out */
    Call header(String what, String name, String value) {
        var changed = new LinkedHashMap<>(headers);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new Call(operation, what, target, changed, body);
    }

    Call body(String what, byte[] other) {
        return new Call(operation, what, target, headers, other);
    }

    Call target(String what, String other) {
        return new Call(operation, what, other, headers, body);
    }

    /** What it contains, for what an answer may repeat. */
    String text() {
        return target + (body == null ? "" : new String(body, UTF_8));
    }

    @Override
    public String toString() {
        return "[%s] %s %s %s".formatted(kind, operation.method(), shortened(target), headers)
                + (body == null ? "" : " " + shortened(new String(body, UTF_8)));
    }

    private static String shortened(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "... (" + text.length() + ")";
    }
}
