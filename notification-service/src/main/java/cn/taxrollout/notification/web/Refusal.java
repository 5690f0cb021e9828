package cn.taxrollout.notification.web;

import java.util.List;

/**
 * The one way in which this service says no. The code is the stable end of the problem's {@code type}; the texts come from
 * the bundle {@code texts} in the caller's language.
 */
public final class Refusal extends RuntimeException {
    private final int status;
    private final String code;
    private final transient List<Object> arguments;

    private Refusal(int status, String code, Object... arguments) {
        super(code + " " + List.of(arguments));
        this.status = status;
        this.code = code;
        this.arguments = List.of(arguments);
    }

    public static Refusal badRequest(String code, Object... arguments) {
        return new Refusal(400, code, arguments);
    }

    public static Refusal forbidden(String code, Object... arguments) {
        return new Refusal(403, code, arguments);
    }

    public static Refusal notFound(String code, Object... arguments) {
        return new Refusal(404, code, arguments);
    }

    public static Refusal conflict(String code, Object... arguments) {
        return new Refusal(409, code, arguments);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    List<Object> arguments() {
        return arguments;
    }
}
