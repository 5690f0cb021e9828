package cn.taxrollout.org.security;

import cn.taxrollout.org.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hibernate.Session;

/**
 * Holds the caller to the table of {@link Right}s. What lies outside of a person's own bureaus is, for that person, not there:
 * 404 whatever is asked; 403 is for what one may see but not do.
 */
@ApplicationScoped
public class Rights {
    private final Caller caller;
    private final Session session;
    private final Clock clock;

    Rights(Caller caller, Session session, Clock clock) {
        this.caller = caller;
        this.session = session;
        this.clock = clock;
    }

    /**
     * @param unitId null for the top of the tree, which is for systems alone
     * @throws Refusal 404 if the caller can't see the unit, 403 if the right is not the caller's
     */
    public void demand(Right right, UUID unitId) {
        demand(right, Collections.singleton(unitId));
    }

    /** The same for many units with one statement. */
    public void demand(Right right, Collection<UUID> unitIds) {
        if (caller.actor().kind() != Actor.Kind.STAFF) {
            demand(right, ofSystem());
            return;
        }
        Map<UUID, Place> places = places(unitIds);
        for (UUID unitId : unitIds) {
            if (unitId == null) {
                throw Refusal.forbidden("not-entitled", right);
            }
            Place place = places.get(unitId);
            if (place == null) {
                throw Refusal.notFound("unit-unknown", unitId);
            }
            demand(right, unitId, place);
        }
    }

    /**
     * The same where nobody else looks the unit up.
     *
     * @throws Refusal 404 for a system, too, if there is no such unit
     */
    public void demandOverKnown(Right right, UUID unitId) {
        demand(right, unitId);
        if (unitId != null
                && caller.actor().kind() != Actor.Kind.STAFF
                && places(Set.of(unitId)).isEmpty()) {
            throw Refusal.notFound("unit-unknown", unitId);
        }
    }

    /** The same for a unit whose place is known already. */
    public void demand(Right right, UUID unitId, Place place) {
        Set<Relation> relations = toUnit(place);
        if (caller.actor().kind() == Actor.Kind.STAFF && !relations.contains(Relation.BUREAU)) {
            throw Refusal.notFound("unit-unknown", unitId);
        }
        demand(right, relations);
    }

    /**
     * The same for what hangs on a unit: to whom the unit isn't there, that isn't either, and nothing is told of what it hangs on.
     *
     * @param unitId null for what hangs on none, which is there for systems alone
     * @param unknown what is said when it isn't there
     */
    public void demandOverPartOf(UUID unitId, Right right, Supplier<Refusal> unknown) {
        if (caller.actor().kind() != Actor.Kind.STAFF) {
            demand(right, ofSystem());
            return;
        }
        Place place = unitId == null ? null : places(Set.of(unitId)).get(unitId);
        Set<Relation> relations = place == null ? Set.of() : toUnit(place);
        if (!relations.contains(Relation.BUREAU)) {
            throw unknown.get();
        }
        demand(right, relations);
    }

    /**
     * The right over the person on whom something hangs, which isn't there for those to whom the person isn't.
     *
     * @param unknown what is said when it isn't there
     */
    public void demandOverPartOfPerson(UUID staffId, Right right, Supplier<Refusal> unknown) {
        Set<Relation> relations = toPerson(staffId);
        if (relations.isEmpty() && caller.actor().kind() == Actor.Kind.STAFF) {
            throw unknown.get();
        }
        demand(right, relations);
    }

    /**
     * @throws Refusal 404 if the caller can't see the person or there is none, 403 if the right is not the caller's
     */
    public void demandOverPerson(Right right, UUID staffId) {
        demand(right, relationsToVisible(staffId));
    }

    /**
     * For what takes a right over the person's section: a person whom the caller can't see is not there.
     *
     * @throws Refusal 404 if the caller can't see the person
     */
    public void mustSeePerson(UUID staffId) {
        relationsToVisible(staffId);
    }

    private Set<Relation> relationsToVisible(UUID staffId) {
        Set<Relation> relations = toPerson(staffId);
        if (relations.isEmpty() && caller.actor().kind() == Actor.Kind.STAFF) {
            throw Refusal.notFound("staff-unknown", staffId);
        }
        return relations;
    }

    /** @throws Refusal 403 if there is no unit over which the right is the caller's */
    public void demandSomewhere(Right right) {
        if (caller.actor().kind() != Actor.Kind.STAFF) {
            demand(right, ofSystem());
            return;
        }
        if (right.relations().stream()
                .allMatch(relation -> reached().getOrDefault(relation, Set.of()).isEmpty())) {
            throw Refusal.forbidden("not-entitled", right);
        }
    }

    /**
     * The units in and below which the right is the caller's, for lists that are limited to them. What is held over the units of one bureau
     * alone, by a seat in its office, is no subtree and not among them.
     *
     * @return empty for a system, which holds it everywhere
     * @throws Refusal 403 if there is no unit over which the right is the caller's
     */
    public Optional<Set<UUID>> subtreesWith(Right right) {
        demandSomewhere(right);
        return caller.actor().kind() != Actor.Kind.STAFF
                ? Optional.empty()
                : Optional.of(right.relations().stream()
                        .filter(relation -> relation != Relation.OFFICE)
                        .flatMap(relation -> reached().getOrDefault(relation, Set.of()).stream())
                        .collect(Collectors.toSet()));
    }

    private Map<Relation, Set<UUID>> reached() {
        Reach reach = caller.reach();
        return Map.of(
                Relation.BUREAU, reach.bureaus(),
                Relation.LEADER, reach.led(),
                Relation.OFFICE, reach.offices(),
                Relation.COORDINATOR, reach.teams(),
                Relation.ADMINISTRATOR, reach.administered());
    }

    /** Whether the caller is a system and holds the right, which then is for all units. */
    public boolean holdsAsSystem(Right right) {
        return caller.actor().kind() != Actor.Kind.STAFF && holds(right, ofSystem());
    }

    /** Whether the right over the person is the caller's. */
    public boolean holdsOverPerson(Right right, UUID staffId) {
        return holds(right, toPerson(staffId));
    }

    /** Whether the right over that place is the caller's. */
    public boolean holds(Right right, Place place) {
        return holds(right, toUnit(place));
    }

    /** The bureaus to whose subtrees lists, counts and searches are limited; empty for a system, which sees all. */
    public Optional<Set<UUID>> visibleBureaus() {
        return caller.actor().kind() == Actor.Kind.STAFF
                ? Optional.of(caller.reach().bureaus())
                : Optional.empty();
    }

    private void demand(Right right, Set<Relation> relations) {
        if (!holds(right, relations)) {
            throw Refusal.forbidden("not-entitled", right);
        }
    }

    private static boolean holds(Right right, Set<Relation> relations) {
        return !Collections.disjoint(right.relations(), relations);
    }

    private Set<Relation> ofSystem() {
        Set<Relation> relations = EnumSet.noneOf(Relation.class);
        if (caller.actor().scopes().contains("org:read")) {
            relations.add(Relation.READING_SYSTEM);
        }
        if (caller.actor().scopes().contains("org:write")) {
            relations.add(Relation.WRITING_SYSTEM);
        }
        return relations;
    }

    private Set<Relation> toUnit(Place place) {
        if (caller.actor().kind() != Actor.Kind.STAFF) {
            return ofSystem();
        }
        Reach reach = caller.reach();
        Set<Relation> relations = EnumSet.noneOf(Relation.class);
        if (place.isInOrBelow(reach.bureaus())) {
            relations.add(Relation.BUREAU);
        }
        if (place.isInOrBelow(reach.led())) {
            relations.add(Relation.LEADER);
        }
        if (reach.offices().contains(place.bureauId())) {
            relations.add(Relation.OFFICE);
        }
        if (place.isInOrBelow(reach.teams())) {
            relations.add(Relation.COORDINATOR);
        }
        if (place.isInOrBelow(reach.administered())) {
            relations.add(Relation.ADMINISTRATOR);
        }
        return relations;
    }

    private Set<Relation> toPerson(UUID staffId) {
        if (caller.actor().kind() != Actor.Kind.STAFF) {
            return ofSystem();
        }
        Set<Relation> relations = EnumSet.noneOf(Relation.class);
        if (staffId.equals(caller.staffId())) {
            relations.add(Relation.SELF);
        }
        placesOfPerson(staffId).forEach(place -> relations.addAll(toUnit(place)));
        return relations;
    }

    private Map<UUID, Place> places(Collection<UUID> unitIds) {
        Map<UUID, Place> places = new HashMap<>();
        session.createNativeQuery("select id, path, bureau_id from unit where id = any(:ids)", Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("path", UUID[].class)
                .addScalar("bureau_id", UUID.class)
                .setParameter("ids", unitIds.toArray(UUID[]::new), UUID[].class)
                .getResultList()
                .forEach(row -> places.put((UUID) row[0], place(row[1], row[2])));
        return places;
    }

    private List<Place> placesOfPerson(UUID staffId) {
        return session
                .createNativeQuery("""
                        select path, bureau_id from unit
                        where id = (select coalesce(home_unit_id, (select unit_id from posting where staff_id = :staff
                                                                    order by from_date desc nulls last limit 1))
                                    from staff_member where id = :staff)
                           or id in (select seat.unit_id from appointment join seat on seat.id = appointment.seat_id
                                     where appointment.staff_id = :staff and not appointment.deleted
                                       and :today between appointment.from_date and coalesce(appointment.to_date, 'infinity'))
                        """, Object[].class)
                .addScalar("path", UUID[].class)
                .addScalar("bureau_id", UUID.class)
                .setParameter("staff", staffId)
                .setParameter("today", LocalDate.now(clock))
                .getResultList()
                .stream()
                .map(row -> place(row[0], row[1]))
                .toList();
    }

    private static Place place(Object path, Object bureauId) {
        return new Place(Arrays.asList((UUID[]) path), (UUID) bureauId);
    }
}
