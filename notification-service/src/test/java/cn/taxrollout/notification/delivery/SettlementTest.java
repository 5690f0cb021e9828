package cn.taxrollout.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.channel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SettlementTest {
    private static final Instant NOW = Instant.parse("2023-03-20T01:00:00Z");
    private static final DeliverySettings SETTINGS = new DeliverySettings() {
        @Override
        public List<Duration> pauses() {
            return List.of(Duration.ofSeconds(10), Duration.ofSeconds(100));
        }

        @Override
        public Duration patience() {
            return Duration.ofMinutes(30);
        }

        @Override
        public int concurrency() {
            return 1;
        }

        @Override
        public Duration lease() {
            return Duration.ofMinutes(2);
        }
    };

    @Test
    void pausesGrowAndSpreadByAFifth() {
        assertThat(after(failed(Optional.empty()), attempt(0), 0.5).due()).contains(NOW.plusSeconds(10));
        assertThat(after(failed(Optional.empty()), attempt(1), 0.5).due()).contains(NOW.plusSeconds(100));
        assertThat(after(failed(Optional.empty()), attempt(1), 0).due()).contains(NOW.plusSeconds(80));
        assertThat(after(failed(Optional.empty()), attempt(1), 1).due()).contains(NOW.plusSeconds(120));
    }

    @Test
    void whatTheOtherSideAsksForIsWaitedAtLeast() {
        assertThat(after(failed(Optional.of(Duration.ofSeconds(60))), attempt(0), 0.5)
                        .due())
                .contains(NOW.plusSeconds(60));
        assertThat(after(failed(Optional.of(Duration.ofSeconds(60))), attempt(1), 0.5)
                        .due())
                .contains(NOW.plusSeconds(100));
    }

    @Test
    void afterTheLastPauseItIsGivenUpAndTheNextChannelTakesOver() {
        Settlement settlement = after(failed(Optional.empty()), attempt(2), 0.5);
        assertThat(settlement.state()).isEqualTo(DeliveryState.GIVEN_UP);
        assertThat(settlement.fallsBack()).isTrue();
    }

    @Test
    void noOtherChannelTellsAgainWhatMayHaveArrivedBefore() {
        Attempt attempt = attempt(2, Optional.of(NOW.minusSeconds(60)));
        Settlement settlement = after(failed(Optional.empty()), attempt, 0.5);
        assertThat(settlement.state()).isEqualTo(DeliveryState.UNCERTAIN);
        assertThat(settlement.fallsBack()).isFalse();
    }

    @Test
    void anUncertainAttemptIsRepeatedOnlyAsLongAsTheOtherSideRemembers() {
        var uncertain = new Outcome.Uncertain("no answer");
        assertThat(after(uncertain, attempt(0), Duration.ZERO).state()).isEqualTo(DeliveryState.UNCERTAIN);
        // the next attempt is due after 10 s and may take 2 min
        assertThat(after(uncertain, attempt(0), Duration.ofSeconds(130)).state())
                .isEqualTo(DeliveryState.UNCERTAIN);
        assertThat(after(uncertain, attempt(0), Duration.ofSeconds(131)).state())
                .isEqualTo(DeliveryState.FAILED);
        Attempt second = attempt(0, Optional.of(NOW.minusSeconds(60)));
        assertThat(after(uncertain, second, Duration.ofSeconds(131)).state()).isEqualTo(DeliveryState.UNCERTAIN);
    }

    @Test
    void patienceWithAChannelThatKeepsAwayEnds() {
        var postponed = new Outcome.Postponed("breaker open", Duration.ofSeconds(5));
        Settlement patient = after(postponed, attempt(0), 0.5);
        assertThat(patient.state()).isEqualTo(DeliveryState.PENDING);
        assertThat(patient.due()).contains(NOW.plusSeconds(5));
        assertThat(patient.fallsBack()).isFalse();
        var old = new Attempt(
                attempt(0).claimed(), 1, NOW, 0, Optional.empty(), NOW.minusSeconds(1800), Optional.empty(), 1);
        assertThat(after(postponed, old, 0.5).fallsBack()).isTrue();
    }

    private static Outcome failed(Optional<Duration> retryAfter) {
        return new Outcome.Failed("busy", retryAfter);
    }

    private static Attempt attempt(int failures) {
        return attempt(failures, Optional.empty());
    }

    private static Attempt attempt(int failures, Optional<Instant> uncertainSince) {
        var claimed = new Claimed(UUID.randomUUID(), UUID.randomUUID(), ChannelName.CHAT);
        return new Attempt(claimed, failures + 1, NOW, failures, uncertainSince, NOW, Optional.empty(), 1);
    }

    private static Settlement after(Outcome outcome, Attempt attempt, double jitter) {
        return Settlement.of(attempt, outcome, new Settlement.Terms(SETTINGS, Duration.ZERO, NOW, jitter));
    }

    private static Settlement after(Outcome outcome, Attempt attempt, Duration deduplicatesFor) {
        return Settlement.of(attempt, outcome, new Settlement.Terms(SETTINGS, deduplicatesFor, NOW, 0.5));
    }
}
