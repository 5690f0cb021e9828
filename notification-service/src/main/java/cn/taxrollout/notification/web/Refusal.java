package cn.taxrollout.notification.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one way in which this service says no. The code is the stable end of the problem's {@code type}; the texts come from
 * the bundle {@code texts} in the caller's language.
 */
public final class Refusal extends RuntimeException {
    /** Why, as an HTTP status. */
    public enum Kind {
        BAD_REQUEST(400),
        FORBIDDEN(403),
        NOT_FOUND(404),
        CONFLICT(409),
        PRECONDITION_FAILED(412),
        TOO_LARGE(413),
        UNPROCESSABLE(422),
        PRECONDITION_REQUIRED(428);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /**
     * One refused place of the input.
     *
     * @param field the path of the field, such as {@code seats[3].staff}
     * @param code names the text in the bundle
     * @param arguments put into the text
     */
    public record Violation(String field, String code, List<Object> arguments) {
        public Violation(String field, String code, Object... arguments) {
            this(field, code, List.of(arguments));
        }
    }

    private final Kind kind;
    private final String code;
    private final transient List<Object> arguments;
    private final transient List<Violation> violations;
    private final transient Map<String, Object> facts = new LinkedHashMap<>();

    private Refusal(Kind kind, String code, List<Object> arguments, List<Violation> violations) {
        super(code + " " + arguments + (violations.isEmpty() ? "" : " " + violations));
        this.kind = kind;
        this.code = code;
        this.arguments = arguments;
        this.violations = violations;
    }

    public static Refusal badRequest(String code, Object... arguments) {
        return new Refusal(Kind.BAD_REQUEST, code, List.of(arguments), List.of());
    }

    public static Refusal badRequest(String code, List<Violation> violations) {
        return new Refusal(Kind.BAD_REQUEST, code, List.of(), violations);
    }

    public static Refusal forbidden(String code, Object... arguments) {
        return new Refusal(Kind.FORBIDDEN, code, List.of(arguments), List.of());
    }

    /** @param violations what the caller has no right to */
    public static Refusal forbidden(String code, List<Violation> violations) {
        return new Refusal(Kind.FORBIDDEN, code, List.of(), violations);
    }

    public static Refusal notFound(String code, Object... arguments) {
        return new Refusal(Kind.NOT_FOUND, code, List.of(arguments), List.of());
    }

    public static Refusal conflict(String code, Object... arguments) {
        return new Refusal(Kind.CONFLICT, code, List.of(arguments), List.of());
    }

    /** @param violations what stands in the way */
    public static Refusal conflict(String code, List<Violation> violations) {
        return new Refusal(Kind.CONFLICT, code, List.of(), violations);
    }

    public static Refusal preconditionFailed(String code, Object... arguments) {
        return new Refusal(Kind.PRECONDITION_FAILED, code, List.of(arguments), List.of());
    }

    public static Refusal preconditionRequired(String code, Object... arguments) {
        return new Refusal(Kind.PRECONDITION_REQUIRED, code, List.of(arguments), List.of());
    }

    public static Refusal tooLarge(String code, Object... arguments) {
        return new Refusal(Kind.TOO_LARGE, code, List.of(arguments), List.of());
    }

    /** @param arguments put into the text of the code */
    public static Refusal unprocessable(String code, List<Violation> violations, Object... arguments) {
        return new Refusal(Kind.UNPROCESSABLE, code, List.of(arguments), violations);
    }

    /** Adds a member to the problem, for programs that react to it. */
    public Refusal with(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    List<Object> arguments() {
        return arguments;
    }

    List<Violation> violations() {
        return violations;
    }

    Map<String, Object> facts() {
        return facts;
    }
}
