package cn.taxrollout.org.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One thing that somebody should look at. What doesn't apply to its type is null.
 *
 * @param unit which it is about; of a person without section the last one, of a recusal the group that does tasks
 * @param other the section that is spoken of; of a recusal the supervising group
 * @param standsInFor for whom the person sits in one of the two groups of a recusal, if not by an own seat in both
 * @param key tells it from others of its type and unit
 */
record Finding(
        FindingType type,
        Unit unit,
        Seat seat,
        Person person,
        Unit other,
        Person standsInFor,
        String rule,
        String key) {

    record Unit(UUID id, String code, String name) {}

    record Seat(UUID id, String title) {}

    record Person(UUID id, String staffNo, String name) {}

    /** Which text says it. */
    String textCode() {
        String variant = type == FindingType.RECUSAL && standsInFor != null
                ? ".STANDING_IN"
                : type == FindingType.SEAT_WITHOUT_HOLDER ? "." + rule : "";
        return "finding." + type + variant;
    }

    /** The names that go into the text: unit, seat, person, other unit, person stood in for. */
    List<Object> textArguments() {
        List<Object> names = new ArrayList<>();
        names.add(unit.name());
        names.add(seat == null ? null : seat.title());
        names.add(person == null ? null : person.name());
        names.add(other == null ? null : other.name());
        names.add(standsInFor == null ? null : standsInFor.name());
        return names;
    }
}
