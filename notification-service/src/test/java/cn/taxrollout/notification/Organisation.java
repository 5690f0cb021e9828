package cn.taxrollout.notification;

import com.fasterxml.uuid.Generators;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * States of an invented organisation, as they stand on the directory topic. Every instance has ids and staff numbers of its own, so tests
 * share a database without seeing each other.
 */
public final class Organisation {
    /** From anywhere: a service that is started anew for other settings meets the people of the former one in the database. */
    private static final AtomicInteger NUMBER =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(100_000_000));

    /** A state on its way: type, key and data. */
    public record State(String type, UUID id, Map<String, Object> data) {}

    private final List<State> states = new ArrayList<>();
    private final Map<UUID, String> staffNumbers = new LinkedHashMap<>();

    /** What was described since the last call. */
    public List<State> takeStates() {
        List<State> taken = List.copyOf(states);
        states.clear();
        return taken;
    }

    public UUID unit(String name, String kind, UUID parent, String... functions) {
        UUID id = id();
        unit(id, 1, false, name, kind, parent, functions);
        return id;
    }

    public void unit(
            UUID id, long version, boolean deleted, String name, String kind, UUID parent, String... functions) {
        Map<String, Object> data = data(id, version, deleted);
        data.put("code", "U" + id);
        data.put("name", name);
        data.put("kind", kind);
        data.put("parentId", parent);
        data.put("functions", List.of(functions));
        add("UnitState", id, data);
    }

    public UUID person(String name) {
        UUID id = id();
        staffNumbers.put(id, "T%05d".formatted(NUMBER.incrementAndGet()));
        person(id, 1, name, "ACTIVE");
        return id;
    }

    public void person(UUID id, long version, String name, String status) {
        Map<String, Object> data = data(id, version, false);
        data.put("staffNo", staffNo(id));
        data.put("name", name);
        data.put("homeUnitId", null);
        data.put("status", status);
        data.put("email", null);
        data.put("mobile", null);
        data.put("chatId", null);
        add("StaffMemberState", id, data);
    }

    /** Gives a person addresses that nobody else has. */
    public void reachable(UUID person) {
        addresses(person, person + "@example.org", "m" + person, "c" + person);
    }

    /** @param email null for none, like the others */
    public void addresses(UUID person, String email, String mobile, String chatId) {
        Map<String, Object> data = data(person, 2, false);
        data.put("staffNo", staffNo(person));
        data.put("name", "成员");
        data.put("homeUnitId", null);
        data.put("status", "ACTIVE");
        data.put("email", email);
        data.put("mobile", mobile);
        data.put("chatId", chatId);
        add("StaffMemberState", person, data);
    }

    public String staffNo(UUID person) {
        return staffNumbers.get(person);
    }

    /** A new person who is a member of these units. */
    public UUID member(UUID... units) {
        UUID person = person("成员");
        for (UUID unit : units) {
            appoint(person, unit, "MEMBER");
        }
        return person;
    }

    /** A new person with that rank in the unit. */
    public UUID holder(UUID unit, String rank) {
        UUID person = person(rank);
        appoint(person, unit, rank);
        return person;
    }

    public UUID appoint(UUID person, UUID unit, String rank) {
        return appoint(person, unit, rank, LocalDate.of(2023, 1, 1), null);
    }

    public UUID appoint(UUID person, UUID unit, String rank, LocalDate from, LocalDate to) {
        UUID id = id();
        appointment(id, 1, false, person, unit, rank, from, to);
        return id;
    }

    public void appointment(
            UUID id, long version, boolean deleted, UUID person, UUID unit, String rank, LocalDate from, LocalDate to) {
        Map<String, Object> data = data(id, version, deleted);
        data.put("unitId", unit);
        data.put("staffId", person);
        data.put("seatId", id());
        data.put("title", "席位");
        data.put("rank", rank);
        data.put("from", from.toString());
        data.put("to", to == null ? null : to.toString());
        data.put("derivedFrom", null);
        add("AppointmentState", id, data);
    }

    /** @param unit the unit whose seats it is for, null for those in all units */
    public UUID standIn(UUID person, UUID absent, UUID unit, LocalDate from, LocalDate to) {
        UUID id = id();
        standIn(id, 1, false, person, absent, unit, from, to);
        return id;
    }

    public void standIn(
            UUID id, long version, boolean deleted, UUID person, UUID absent, UUID unit, LocalDate from, LocalDate to) {
        Map<String, Object> data = data(id, version, deleted);
        data.put("staffId", person);
        data.put("forStaffId", absent);
        data.put("unitId", unit);
        data.put("from", from.toString());
        data.put("to", to.toString());
        add("StandInState", id, data);
    }

    private static Map<String, Object> data(UUID id, long version, boolean deleted) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("version", version);
        data.put("deleted", deleted);
        return data;
    }

    private void add(String name, UUID id, Map<String, Object> data) {
        states.add(new State("cn.taxrollout.org." + name + ".v1", id, data));
    }

    public static UUID id() {
        return Generators.timeBasedEpochGenerator().generate();
    }
}
