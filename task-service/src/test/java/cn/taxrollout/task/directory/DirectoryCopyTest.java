package cn.taxrollout.task.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.taxrollout.task.ServiceTest;
import cn.taxrollout.task.Statements;
import cn.taxrollout.task.TimeOrderedId;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;

@ServiceTest
class DirectoryCopyTest {
    @Inject
    DirectoryCopy copy;

    @Inject
    Directory directory;

    @Inject
    Session session;

    /** Where a unit stands: itself and all above it, from the top, and its bureau. */
    private record Place(List<UUID> ancestors, UUID bureau) {}

    /** A unit as it was last described; units of the same round may not be in the copy yet. */
    private record Unit(UUID id, long version, String kind, UUID parent) {
        DirectoryState state() {
            return unit(id, version, false, "第" + version + "版", kind, parent);
        }
    }

    @Test
    void ofSeveralStatesOfAUnitTheNewestStaysAndAnOlderOneThatComesLaterChangesNothing() {
        UUID unit = TimeOrderedId.next();
        copy(unit(unit, 2, "第2版"), unit(unit, 3, "第3版"), unit(unit, 1, "第1版"), unit(unit, 3, "第3版"));
        assertThat(directory.unitNames(List.of(unit))).containsEntry(unit, "第3版");

        copy(unit(unit, 2, "第2版"));
        assertThat(directory.unitNames(List.of(unit))).containsEntry(unit, "第3版");
    }

    @Test
    void anEndedUnitStaysAsOneWithANameAndIsNoneToChooseFrom() {
        UUID bureau = TimeOrderedId.next();
        UUID section = TimeOrderedId.next();
        copy(
                unit(bureau, 1, false, "区局", "BUREAU", null),
                unit(section, 1, false, "税政科", "SECTION", bureau),
                unit(section, 2, true, "税政科", "SECTION", bureau));
        assertThat(directory.unitsByName(bureau)).containsOnlyKeys("区局");
        assertThat(directory.unitNames(List.of(section))).containsEntry(section, "税政科");

        copy(unit(section, 1, false, "税政科", "SECTION", bureau));
        assertThat(directory.unitsByName(bureau)).containsOnlyKeys("区局");

        copy(unit(bureau, 2, true, "区局", "BUREAU", null));
        assertThat(directory.isBureau(bureau)).isFalse();
        assertThat(directory.isBelowAny(section, List.of(bureau)))
                .as("what was planned for it is still found")
                .isTrue();
    }

    @Test
    void everyUnitIsInItsPlaceHoweverTheTreeGrowsAndChanges() {
        var random = new Random(20230401);
        Map<UUID, Unit> described = new HashMap<>();
        List<UUID> announced = new ArrayList<>(); // named as a parent before it comes itself
        for (int round = 0; round < 60; round++) {
            List<DirectoryState> batch = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                Unit unit = described.size() > 5 && random.nextInt(3) == 0
                        ? moved(anyOf(described.values(), random), described, random)
                        : added(described, announced, random);
                described.put(unit.id(), unit);
                batch.add(unit.state());
            }
            Collections.shuffle(batch, random);
            copy(batch.toArray(DirectoryState[]::new));

            Map<UUID, Place> expected = new HashMap<>();
            described.keySet().forEach(id -> expected.put(id, place(id, described)));
            assertThat(places(described.keySet())).as("round %d", round).isEqualTo(expected);
        }
    }

    private static Unit added(Map<UUID, Unit> described, List<UUID> announced, Random random) {
        UUID id = announced.isEmpty() || random.nextBoolean() ? TimeOrderedId.next() : announced.remove(0);
        UUID parent = null;
        if (random.nextInt(5) == 0) {
            parent = TimeOrderedId.next();
            announced.add(parent);
        } else if (!described.isEmpty()) {
            parent = anyAbove(id, described, random);
        }
        return new Unit(id, 1, random.nextInt(4) == 0 ? "BUREAU" : "SECTION", parent);
    }

    private static Unit moved(Unit unit, Map<UUID, Unit> described, Random random) {
        return new Unit(
                unit.id(),
                unit.version() + 1,
                unit.kind(),
                random.nextInt(5) == 0 ? null : anyAbove(unit.id(), described, random));
    }

    /** A unit that doesn't stand below this one, null if none is found. */
    private static UUID anyAbove(UUID id, Map<UUID, Unit> described, Random random) {
        UUID candidate = anyOf(described.values(), random).id();
        for (UUID above = candidate; above != null; above = parent(above, described)) {
            if (above.equals(id)) {
                return null;
            }
        }
        return candidate;
    }

    private static UUID parent(UUID id, Map<UUID, Unit> described) {
        return described.containsKey(id) ? described.get(id).parent() : null;
    }

    private static Unit anyOf(Collection<Unit> units, Random random) {
        return units.stream()
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .skip(random.nextInt(units.size()))
                .findFirst()
                .orElseThrow();
    }

    private static Place place(UUID id, Map<UUID, Unit> described) {
        List<UUID> ancestors = new ArrayList<>();
        UUID bureau = null;
        for (Unit unit = described.get(id); unit != null; unit = described.get(unit.parent())) {
            ancestors.add(0, unit.id());
            if (bureau == null && unit.kind().equals("BUREAU")) {
                bureau = unit.id();
            }
        }
        return new Place(ancestors, bureau);
    }

    private Map<UUID, Place> places(Collection<UUID> ids) {
        Map<UUID, Place> places = new HashMap<>();
        QuarkusTransaction.requiringNew().run(() -> session.createNativeQuery(
                        "select id, ancestor_ids, bureau_id from directory_unit where id = any(:ids)", Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("ancestor_ids", UUID[].class)
                .addScalar("bureau_id", UUID.class)
                .setParameter("ids", new HashSet<>(ids).toArray(UUID[]::new))
                .list()
                .forEach(row -> places.put((UUID) row[0], new Place(Arrays.asList((UUID[]) row[1]), (UUID) row[2]))));
        return places;
    }

    @Test
    void aCircleThatTheStatesOfAMoveMakeForAMomentIsGoneWhenTheLastOfThemHasCome() {
        UUID bureau = TimeOrderedId.next();
        UUID a = TimeOrderedId.next();
        UUID b = TimeOrderedId.next();
        copy(
                unit(bureau, 1, false, "区局", "BUREAU", null),
                unit(a, 1, false, "甲", "SECTION", b),
                unit(b, 1, false, "乙", "SECTION", a));

        copy(unit(b, 2, false, "乙", "SECTION", bureau));

        assertThat(places(List.of(a, b)))
                .containsEntry(b, new Place(List.of(bureau, b), bureau))
                .containsEntry(a, new Place(List.of(bureau, b, a), bureau));
    }

    @Test
    void theNumberOfStatementsDoesNotDependOnTheNumberOfStates() {
        assertThat(statements(400)).isEqualTo(statements(2)).isEqualTo(7);
    }

    /** Of the copy of some units, people, appointments and stand-ins in one go. */
    private int statements(int ofEach) {
        List<DirectoryState> states = new ArrayList<>();
        for (int i = 0; i < ofEach; i++) {
            UUID id = TimeOrderedId.next();
            states.add(unit(id, 1, "第" + i + "组"));
            states.add(state("StaffMemberState", """
                    {"id": "%1$s", "version": 1, "deleted": false, "staffNo": "%1$s", "name": "甲", "status": "ACTIVE"}""", id));
            states.add(state("AppointmentState", """
                    {"id": "%1$s", "version": 1, "deleted": false, "unitId": "%1$s", "staffId": "%1$s", "rank": "MEMBER",
                     "from": "2023-01-01"}""", id));
            states.add(state("StandInState", """
                    {"id": "%1$s", "version": 1, "deleted": false, "staffId": "%1$s", "forStaffId": "%1$s", "unitId": null,
                     "from": "2023-01-01", "to": "2023-01-02"}""", id));
        }
        return (int) Statements.during(() -> copy(states.toArray(DirectoryState[]::new))).stream()
                .filter(sql -> sql.contains("directory_") || sql.contains("advisory"))
                .count();
    }

    @Test
    void whatIsNoStateIsRefused() {
        assertThatThrownBy(() -> copy(state("UnitState", "null", null))).hasMessage("no state but null");
        assertThatThrownBy(() -> copy(state("UnitState", "{\"id\": \"%s\", \"deleted\": false}", TimeOrderedId.next())))
                .rootCause()
                .hasMessageContaining("version");
        assertThat(copy.keeps("cn.taxrollout.org.StandInState.v2")).isTrue();
        assertThat(copy.keeps("cn.taxrollout.org.RoomState.v1")).isFalse();
    }

    private void copy(DirectoryState... states) {
        QuarkusTransaction.requiringNew().run(() -> {
            try {
                copy.apply(List.of(states));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static DirectoryState unit(UUID id, long version, String name) {
        return unit(id, version, false, name, "SECTION", null);
    }

    private static DirectoryState unit(UUID id, long version, boolean deleted, String name, String kind, UUID parent) {
        return state("UnitState", """
                {"id": "%1$s", "version": %2$d, "deleted": %3$s, "code": "%1$s", "name": "%4$s", "kind": "%5$s", "parentId": %6$s,
                 "functions": []}""", id, version, deleted, name, kind, parent == null ? null : "\"" + parent + "\"");
    }

    private static DirectoryState state(String name, String json, Object... values) {
        return new DirectoryState(
                "cn.taxrollout.org." + name + ".v1", json.formatted(values).getBytes(StandardCharsets.UTF_8));
    }
}
