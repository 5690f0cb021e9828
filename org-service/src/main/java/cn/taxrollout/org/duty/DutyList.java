package cn.taxrollout.org.duty;

import cn.taxrollout.org.period.Timeline;
import com.fasterxml.uuid.Generators;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a unit answered for, answers for and will answer for: its versions as they were read, by number. */
record DutyList(UUID unitId, List<DutyVersion> versions) {

    DutyList {
        versions = versions.stream()
                .sorted(Comparator.comparing(DutyVersion::number))
                .toList();
    }

    /**
     * Lets the unit answer for these clauses from a day on, until the next version begins. One that began on that very day is
     * no longer in the list; the last day of one that began before has become the day before.
     *
     * @param from null for since ever
     * @return the list with the new version; empty if the same clauses hold then already
     */
    Optional<DutyList> with(LocalDate from, List<Clause> clauses) {
        List<DutyVersion> entries = new ArrayList<>(versions);
        boolean changed = new Timeline<>(entries)
                .put(new DutyVersion(
                        Generators.timeBasedEpochGenerator().generate(), unitId, lastNumber() + 1, from, clauses));
        return changed ? Optional.of(new DutyList(unitId, entries)) : Optional.empty();
    }

    /** What holds on a day. */
    Optional<DutyVersion> on(LocalDate day) {
        return new Timeline<>(versions).at(day);
    }

    /** How often the list was changed; a version that was replaced had a lower number than the one in its place. */
    int lastNumber() {
        return versions.isEmpty() ? 0 : versions.get(versions.size() - 1).number();
    }
}
