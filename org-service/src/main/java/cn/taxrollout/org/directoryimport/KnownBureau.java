package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.search.SearchText;
import cn.taxrollout.org.unit.UnitKind;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the directory knows of a bureau from a day on, as far as a document may speak of it.
 *
 * @param codes of all units that begin with the bureau's own
 * @param duties how many clauses each unit has on that day
 */
record KnownBureau(
        UUID id,
        String code,
        String name,
        Set<String> codes,
        List<KnownUnit> units,
        List<KnownPerson> people,
        List<Holding> holdings,
        Map<UUID, Integer> duties) {

    /**
     * A unit below the bureau and no other one.
     *
     * @param path the units from the top down to it, itself included
     * @param since its first day; null for since ever
     */
    record KnownUnit(UUID id, String code, String name, UnitKind kind, List<UUID> path, LocalDate since) {
        boolean isCalled(String other) {
            return same(name, other);
        }
    }

    /** @param section the home section; null while in none */
    record KnownPerson(String staffNo, String name, KnownUnit section) {
        boolean isCalled(String other) {
            return same(name, other);
        }
    }

    /** A person's appointment by name. */
    record Holding(UUID unitId, String title, String staffNo, String name, LocalDate from) {}

    List<KnownUnit> sections() {
        return units.stream().filter(unit -> unit.kind() == UnitKind.SECTION).toList();
    }

    private static boolean same(String one, String other) {
        return SearchText.of(one).equals(SearchText.of(other));
    }
}
