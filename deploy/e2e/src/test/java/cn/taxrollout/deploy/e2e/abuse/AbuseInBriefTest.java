package cn.taxrollout.deploy.e2e.abuse;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every operation in some wrong ways for each part of its request, and in each way some operation; the profile {@code faults} has more. */
class AbuseInBriefTest extends Abuse {

    AbuseInBriefTest() {
        super(Choice::inBrief, Path.of("target", "abuse-in-brief"));
    }

    @Test
    void everyPartOfEveryRequestIsMistreatedAndEveryWayIsTakenSomewhere() {
        assertThat(tried()).allSatisfy((operation, ways) -> assertThat(ways.taken())
                .as(operation.toString())
                .containsOnlyKeys(ways.possible().keySet()));
        assertThat(all(Tried::taken)).isEqualTo(all(Tried::possible));
    }

    private Set<String> all(Function<Tried, Map<String, Set<String>>> which) {
        return tried().values().stream()
                .flatMap(ways -> which.apply(ways).values().stream())
                .flatMap(Set::stream)
                .collect(toSet());
    }
}
