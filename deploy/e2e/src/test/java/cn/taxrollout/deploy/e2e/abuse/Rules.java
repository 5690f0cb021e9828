package cn.taxrollout.deploy.e2e.abuse;

import cn.taxrollout.deploy.e2e.abuse.Sender.Answer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for every answer, whatever was asked. */
final class Rules {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Stack traces, names of classes and packages, SQL, paths of files. */
    private static final Pattern INSIDE = Pattern.compile(
            "Exception|Throwable|\\bat [\\w.$]+\\(|\\.java\\b|\\b(?:java|javax|jakarta|sun|jdk)\\.[a-z]+\\."
                    + "|\\b(?:org\\.(?:hibernate|jboss|postgresql|apache|eclipse|xml)|io\\.(?:quarkus|vertx|netty|smallrye|agroal)|com\\.fasterxml)\\b"
                    + "|cn\\.taxrollout\\.(?!\\w+\\.\\w+\\.v1)"
                    + "|(?i:\\bselect\\b.{1,200}\\bfrom\\b|\\binsert into\\b|\\bupdate \\w+ set\\b|SQLSTATE|violates \\w+ constraint)"
                    + "|/(?:home|root|tmp|usr|var|etc|opt|work)/");

    /**
     * What the server says in few words before the service hears of the request: an address that is longer than 4 KiB (414), headers
     * longer than 20 KiB (431).
     */
    private static final Set<Integer> WITHOUT_A_PROBLEM = Set.of(414, 431);

    private Rules() {}

    /** The rule that the answer breaks. */
    static Optional<String> broken(Answer answer) {
        if (answer.status() == 0) {
            return Optional.of(answer.body());
        }
        if (answer.status() >= 500) {
            return Optional.of("a failure of the service: " + answer.body());
        }
        if (answer.status() < 400) {
            return Optional.empty();
        }
        var inside = INSIDE.matcher(answer.body());
        if (inside.find()) {
            return Optional.of("tells of the inside, “" + inside.group() + "”: " + answer.body());
        }
        return isProblem(answer) || answer.body().isEmpty() && WITHOUT_A_PROBLEM.contains(answer.status())
                ? Optional.empty()
                : Optional.of(answer.status() + " without a problem: " + answer.contentType() + " " + answer.body());
    }

    static boolean tellsOfTheInside(Answer answer) {
        return INSIDE.matcher(answer.body()).find();
    }

    private static boolean isProblem(Answer answer) {
        var problem = read(answer.body());
        return answer.contentType().startsWith("application/problem+json")
                && problem.path("type").asText().startsWith("urn:tax-rollout:problem:")
                && !problem.path("title").asText().isBlank()
                && problem.path("status").asInt() == answer.status();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
