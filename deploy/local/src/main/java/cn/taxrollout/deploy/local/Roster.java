package cn.taxrollout.deploy.local;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A bureau's units, staff and seats, as org-service imports them.
 *
 * @param json the whole of it, for the import; the lists repeat only what the launcher itself looks at
 */
public record Roster(JsonNode json, List<Unit> units, List<Person> staff, List<Seat> seats) {

    /** @param functions may be null */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Unit(String code, String name, String kind, String parent, Set<String> functions) {

        public boolean has(String function) {
            return functions != null && functions.contains(function);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Person(String staffNo, String name) {}

    /** @param staff staff number of the named holder, null where another rule fills the seat */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Seat(String unit, String title, String rank, String staff, String principalOf) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Lists(List<Unit> units, List<Person> staff, List<Seat> seats) {}

    /** @throws BadUse when the file isn't a roster; whether it makes sense is for org-service to say */
    public static Roster read(Path file) {
        return Yaml.read(file, text -> {
            var json = Yaml.MAPPER.readTree(text);
            var lists = json.isMissingNode() ? new Lists(null, null, null) : Yaml.MAPPER.readValue(text, Lists.class);
            if (lists.units() == null || lists.staff() == null || lists.seats() == null) {
                throw Yaml.at(file, 0, "a roster has the lists units, staff and seats");
            }
            var numbers = new HashSet<String>();
            for (var person : lists.staff()) {
                if (person.staffNo() == null || person.name() == null || !numbers.add(person.staffNo())) {
                    throw Yaml.at(file, 0, "everybody on staff needs a staffNo of their own and a name: " + person);
                }
            }
            return new Roster(json, lists.units(), lists.staff(), lists.seats());
        });
    }

    /** Somebody who is worth a look, and why. */
    public record Sample(String role, Person person) {}

    /** Who sees different things of a plan, as far as this roster has them. */
    public List<Sample> samples() {
        return Stream.of(
                        sample("heads the coordinating group", head(unit -> unit.has("COORDINATING"))),
                        sample("sits in " + seatsIn(busiest()) + " working groups", busiest()),
                        sample("directs the office", head(unit -> "OFFICE".equals(unit.kind()))),
                        sample("heads the leading group", head(unit -> "LEADING_GROUP".equals(unit.kind()))),
                        sample("administers the bureau", holder(seat -> "ADMINISTRATOR".equals(seat.rank()))))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The staff number of who sits in the most working groups; null when nobody sits in any. */
    public String busiest() {
        return staff.stream()
                .map(Person::staffNo)
                .filter(number -> seatsIn(number) > 0)
                .max((one, other) -> Long.compare(seatsIn(one), seatsIn(other)))
                .orElse(null);
    }

    private long seatsIn(String staffNo) {
        return seats.stream()
                .filter(seat -> staffNo != null && staffNo.equals(seat.staff()))
                .filter(seat -> unit(seat.unit())
                        .filter(unit -> "WORKING_GROUP".equals(unit.kind()))
                        .isPresent())
                .count();
    }

    private String head(Predicate<Unit> wanted) {
        return holder(seat ->
                "HEAD".equals(seat.rank()) && unit(seat.unit()).filter(wanted).isPresent());
    }

    private String holder(Predicate<Seat> wanted) {
        return seats.stream()
                .filter(wanted)
                .map(Seat::staff)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Optional<Unit> unit(String code) {
        return units.stream().filter(unit -> unit.code().equals(code)).findFirst();
    }

    private Optional<Sample> sample(String role, String staffNo) {
        return staff.stream()
                .filter(person -> person.staffNo().equals(staffNo))
                .findFirst()
                .map(person -> new Sample(role, person));
    }
}
