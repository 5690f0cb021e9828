package cn.taxrollout.org.period;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final LocalDate START = LocalDate.of(2023, 1, 1);
    private static final int DAYS = 40;

    private record Entry(LocalDate fromDate, LocalDate toDate, String says) implements Dated<Entry> {
        @Override
        public Entry during(LocalDate from, LocalDate to) {
            return new Entry(from, to, says);
        }

        @Override
        public boolean saysTheSameAs(Entry other) {
            return says.equals(other.says);
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Timeline<Entry> timeline = new Timeline<>(entries);

    @Test
    void whatIsSaidFromADayOnHoldsUntilWhatWasSaidForLater() {
        timeline.put(new Entry(null, null, "a"));
        timeline.put(new Entry(day(20), null, "c"));
        timeline.put(new Entry(day(10), null, "b"));
        assertThat(entries)
                .containsExactlyInAnyOrder(
                        new Entry(null, day(9), "a"), new Entry(day(10), day(19), "b"), new Entry(day(20), null, "c"));
        assertThat(timeline.nextChangeAfter(day(9))).isEqualTo(day(10));
        assertThat(timeline.nextChangeAfter(day(20))).isNull();
    }

    @Test
    void sayingAgainWhatHoldsChangesNothing() {
        timeline.put(new Entry(null, null, "a"));
        assertThat(timeline.put(new Entry(day(10), null, "a"))).isFalse();
        assertThat(entries).containsExactly(new Entry(null, null, "a"));
    }

    @Test
    void whatEndedHoldsNoLongerAndTheDayAfterIsAChange() {
        timeline.put(new Entry(null, null, "a"));
        timeline.put(new Entry(day(10), null, "b"));
        assertThat(timeline.endOn(day(5))).isTrue();
        assertThat(timeline.endOn(day(5))).isFalse();
        assertThat(timeline.at(day(5))).isPresent();
        assertThat(timeline.at(day(6))).isEmpty();
        assertThat(timeline.nextChangeAfter(day(5))).isEqualTo(day(6));
        assertThat(timeline.last().orElseThrow().says()).isEqualTo("a");
    }

    /** Against a plain model: what each day says, and on which days something new was begun. */
    @Test
    void anyHistoryOfSayingsReadsAsADiaryWouldKeepIt() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            entries.clear();
            String[] diary = new String[DAYS];
            for (int step = 0; step < 8; step++) {
                int day = random.nextInt(DAYS);
                if (random.nextInt(5) == 0) {
                    timeline.endOn(day(day));
                    for (int i = day + 1; i < DAYS; i++) {
                        diary[i] = null;
                    }
                } else {
                    String says = String.valueOf(step);
                    Optional<Entry> before = timeline.at(day(day));
                    LocalDate until = before.map(Entry::toDate).orElseGet(() -> entries.stream()
                            .map(Entry::fromDate)
                            .filter(from -> from.isAfter(day(day)))
                            .min(LocalDate::compareTo)
                            .map(from -> from.minusDays(1))
                            .orElse(null));
                    timeline.put(new Entry(day(day), null, says));
                    for (int i = day; i < DAYS && (until == null || !day(i).isAfter(until)); i++) {
                        diary[i] = says;
                    }
                }
                for (int i = 0; i < DAYS; i++) {
                    LocalDate at = day(i);
                    assertThat(entries.stream().filter(entry -> entry.covers(at)))
                            .as("seed %d, step %d, day %d", seed, step, i)
                            .hasSizeLessThanOrEqualTo(1);
                    assertThat(timeline.at(at).map(Entry::says).orElse(null))
                            .as("seed %d, step %d, day %d", seed, step, i)
                            .isEqualTo(diary[i]);
                    if (i > 0 && !Objects.equals(diary[i], diary[i - 1])) {
                        assertThat(timeline.nextChangeAfter(at.minusDays(1))).isEqualTo(at);
                    }
                }
            }
        }
    }

    private static LocalDate day(int number) {
        return START.plusDays(number);
    }
}
