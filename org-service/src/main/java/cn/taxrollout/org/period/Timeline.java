package cn.taxrollout.org.period;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What held, holds and will hold of one thing: entries that don't overlap, with or without gaps between them. */
public final class Timeline<T extends Dated<T>> {
    private final List<T> entries;

    /** @param entries is changed in place */
    public Timeline(List<T> entries) {
        this.entries = entries;
    }

    public Optional<T> at(LocalDate day) {
        return entries.stream().filter(entry -> entry.covers(day)).findFirst();
    }

    /** The first entry that holds on that day or later. */
    public Optional<T> atOrAfter(LocalDate day) {
        return entries.stream()
                .filter(entry -> entry.toDate() == null || !entry.toDate().isBefore(day))
                .min(byFrom());
    }

    /** The last entry, whether or not it has ended. */
    public Optional<T> last() {
        return entries.stream().max(byFrom());
    }

    /**
     * Lets this hold from its first day on, until the next entry begins; what held on that day ends the day before. Its own last
     * day is passed over: what held then decides, an open end in a gap.
     *
     * @return whether anything is other than before
     */
    public boolean put(T next) {
        LocalDate from = next.fromDate();
        Optional<T> before =
                from == null ? entries.stream().min(byFrom()).filter(first -> first.fromDate() == null) : at(from);
        if (before.isPresent() && before.get().saysTheSameAs(next)) {
            return false;
        }
        LocalDate to = before.map(Dated::toDate).orElseGet(() -> entries.stream()
                .map(Dated::fromDate)
                .filter(start -> start != null && (from == null || start.isAfter(from)))
                .min(Comparator.naturalOrder())
                .map(start -> start.minusDays(1))
                .orElse(null));
        before.ifPresent(entry -> {
            entries.remove(entry);
            if (!Objects.equals(entry.fromDate(), from)) {
                entries.add(entry.during(entry.fromDate(), from.minusDays(1)));
            }
        });
        entries.add(next.during(from, to));
        return true;
    }

    /**
     * Lets nothing hold after that day.
     *
     * @return whether anything is other than before
     */
    public boolean endOn(LocalDate lastDay) {
        List<T> kept = entries.stream()
                .filter(entry -> entry.fromDate() == null || !entry.fromDate().isAfter(lastDay))
                .map(entry -> entry.toDate() == null || entry.toDate().isAfter(lastDay)
                        ? entry.during(entry.fromDate(), lastDay)
                        : entry)
                .toList();
        boolean changed = !kept.equals(entries);
        if (changed) {
            entries.clear();
            entries.addAll(kept);
        }
        return changed;
    }

    /** The next day after this one on which something begins or no longer holds; null if nothing will change. */
    public LocalDate nextChangeAfter(LocalDate day) {
        return entries.stream()
                .flatMap(entry -> Stream.of(
                        Optional.ofNullable(entry.fromDate()),
                        Optional.ofNullable(entry.toDate()).map(last -> last.plusDays(1))))
                .flatMap(Optional::stream)
                .filter(change -> change.isAfter(day))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static <T extends Dated<T>> Comparator<T> byFrom() {
        return Comparator.comparing(Dated::fromDate, Comparator.nullsFirst(Comparator.naturalOrder()));
    }
}
