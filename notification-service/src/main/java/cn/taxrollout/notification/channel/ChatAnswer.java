package cn.taxrollout.notification.channel;

import cn.taxrollout.notification.outbound.Exchange.Answered;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What the enterprise chat answers: HTTP status 200 and how it really went.
 *
 * @param code 0 if all is well
 * @param message the chat's own words
 * @param body all of it
 */
record ChatAnswer(int code, String message, JsonNode body) {
    private static final Set<Integer> TOO_MANY = Set.of(45009, 45033);
    private static final Set<Integer> TOKEN_REFUSED = Set.of(40014, 42001);
    /** There is no such person, or the application isn't for that person. */
    private static final Set<Integer> NOBODY = Set.of(40031, 60111, 81013, 301002);

    private static final int BUSY = -1;
    private static final Duration WHEN_BUSY = Duration.ofSeconds(5);
    private static final Duration WHEN_TOO_MANY = Duration.ofMinutes(1);
    private static final int SHOWN = 200;

    /** @return empty if that isn't what the chat says */
    static Optional<ChatAnswer> read(Answered answer, ObjectMapper json) {
        try {
            JsonNode body = json.readTree(answer.body());
            if (body == null || !body.path("errcode").isInt()) {
                return Optional.empty();
            }
            return Optional.of(new ChatAnswer(
                    body.get("errcode").intValue(), body.path("errmsg").asText(), body));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    boolean isFine() {
        return code == 0;
    }

    boolean refusesToken() {
        return TOKEN_REFUSED.contains(code);
    }

    /** What an answer that isn't fine means for the message. */
    Outcome outcome() {
        return NOBODY.contains(code) ? new Outcome.Refused(reason()) : new Outcome.Failed(reason(), retryAfter());
    }

    String reason() {
        return "errcode %d %s".formatted(code, message.substring(0, Math.min(SHOWN, message.length())));
    }

    /** How long the chat wants to be left alone, if that is what is the matter. */
    Optional<Duration> retryAfter() {
        if (TOO_MANY.contains(code)) {
            return Optional.of(WHEN_TOO_MANY);
        }
        return code == BUSY ? Optional.of(WHEN_BUSY) : Optional.empty();
    }
}
