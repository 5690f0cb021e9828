package cn.taxrollout.deploy.local;

import com.fasterxml.jackson.databind.JsonNode;

/** A service answered a call with an error; the message is what its problem document says. */
public final class Refused extends RuntimeException {

    private final int status;

    /** @param problem the problem document (RFC 9457), or any other JSON */
    Refused(String call, int status, JsonNode problem) {
        super(call + " is answered with " + status + " " + text(problem));
        this.status = status;
    }

    public int status() {
        return status;
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
