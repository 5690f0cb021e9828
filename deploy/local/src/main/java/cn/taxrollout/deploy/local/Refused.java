package cn.taxrollout.deploy.local;

import com.fasterxml.jackson.databind.JsonNode;

/** A service answered a call with an error; the message is what its problem document says. */
public final class Refused extends RuntimeException {

    private final String answer;

    /** @param problem the problem document (RFC 9457), or any other JSON */
    Refused(String call, int status, JsonNode problem) {
        this(call, status + " " + text(problem));
    }

    private Refused(String call, String answer) {
        super(call + " is answered with " + answer);
        this.answer = answer;
    }

    /** Status and reason. */
    String answer() {
        return answer;
    }

    private static String text(JsonNode problem) {
        var text = new StringBuilder(
                problem.path("detail").asText(problem.path("title").asText()));
        problem.path("violations").forEach(place -> text.append(" | ")
                .append(place.path("field").asText())
                .append(": ")
                .append(place.path("message").asText()));
        return text.toString();
    }
}
