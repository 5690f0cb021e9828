package cn.taxrollout.notification.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.hibernate.Session;

/** Questions to the copy of the organisation. */
@ApplicationScoped
public class Directory {
    /** Whose seats a person has on a day: the own ones, and those of people for whom the person stands in. */
    private static final String SEATS_OF = """

            select cast(:staffId as uuid), cast(null as uuid)
            union all
            select i.for_staff_id, i.unit_id
            from directory_stand_in i
            join directory_staff_member absent on absent.id = i.for_staff_id
                and absent.status = 'ACTIVE' and not absent.deleted
            where i.staff_id = :staffId and not i.deleted and :day between i.from_date and i.to_date
            """;

    private final Session session;

    Directory(Session session) {
        this.session = session;
    }

    /** The person who works here under this staff number; nobody if unknown or left. */
    @Transactional
    public Optional<UUID> activeStaffMember(String staffNo) {
        return session.createNativeQuery(
                        "select id from directory_staff_member where staff_no = :staffNo and status = 'ACTIVE' and not deleted",
                        UUID.class)
                .setParameter("staffNo", staffNo)
                .uniqueResultOptional();
    }

    /**
     * The units in which the person holds a seat of rank ADMINISTRATOR on that day, or stands in on that day for someone here
     * who holds one.
     */
    @Transactional
    public Set<UUID> administers(UUID staffId, LocalDate day) {
        return Set.copyOf(session.createNativeQuery("""
                        with seats_of (staff_id, only_unit_id) as (%s
                        )
                        select distinct u.id
                        from seats_of
                        join directory_appointment a on a.staff_id = seats_of.staff_id and a.rank = 'ADMINISTRATOR' and not a.deleted
                            and :day between a.from_date and coalesce(a.to_date, 'infinity')
                        join directory_unit u on u.id = a.unit_id and not u.deleted
                        where seats_of.only_unit_id is null or seats_of.only_unit_id = a.unit_id
                        """.formatted(SEATS_OF), UUID.class)
                .setParameter("staffId", staffId)
                .setParameter("day", day)
                .list());
    }

    /** Whether one of these units is a bureau that stands below no other. */
    @Transactional
    public boolean isTopBureauAmong(Collection<UUID> unitIds) {
        return !session.createNativeQuery("""
                        select 1 from directory_unit u
                        where u.id = any(:units) and u.kind = 'BUREAU' and not u.deleted
                          and not exists (
                              with recursive above (parent_id, kind, deleted) as (
                                  select parent_id, kind, deleted from directory_unit where id = u.parent_id
                                  union
                                  select next.parent_id, next.kind, next.deleted
                                  from above join directory_unit next on next.id = above.parent_id
                              )
                              select from above where kind = 'BUREAU' and not deleted)
                        """, Integer.class)
                .setParameter("units", unitIds.toArray(UUID[]::new))
                .list()
                .isEmpty();
    }

    /**
     * Names of these units, deleted ones too. The copy may be some moments behind an event that names a new unit, so a unit
     * that is missing is waited for.
     *
     * @throws UnitUnknown if one is still missing after about five seconds
     */
    @Transactional
    @Retry(maxRetries = 25, delay = 200, jitter = 0, retryOn = UnitUnknown.class)
    public Map<UUID, String> knownUnitNames(Collection<UUID> ids) {
        return unitNames(ids);
    }

    /**
     * Names of these units, deleted ones too.
     *
     * @throws UnitUnknown if one is missing by now
     */
    @Transactional
    public Map<UUID, String> unitNames(Collection<UUID> ids) {
        List<Object[]> rows = session.createNativeQuery(
                        "select id, name from directory_unit where id = any(:ids)", Object[].class)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .list();
        Map<UUID, String> names = new HashMap<>();
        rows.forEach(row -> names.put((UUID) row[0], (String) row[1]));
        for (UUID id : ids) {
            if (!names.containsKey(id)) {
                throw new UnitUnknown(id);
            }
        }
        return names;
    }

    /** Those of the units that exist and haven't ended. */
    @Transactional
    public Set<UUID> presentUnits(Collection<UUID> ids) {
        return Set.copyOf(session.createNativeQuery(
                        "select id from directory_unit where id = any(:ids) and not deleted", UUID.class)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .list());
    }

    /** The people under these staff numbers, also those who have left; a number that nobody has isn't in the map. */
    @Transactional
    public Map<String, UUID> staffMembers(Collection<String> staffNos) {
        Map<String, UUID> found = new HashMap<>();
        session.createNativeQuery(
                        "select staff_no, id from directory_staff_member where staff_no = any(:staffNos) and not deleted",
                        Object[].class)
                .setParameter("staffNos", staffNos.toArray(String[]::new))
                .list()
                .forEach(row -> found.put((String) row[0], (UUID) row[1]));
        return found;
    }

    /**
     * Those of the units that stand under a unit of which the person, or somebody for whom the person stands in, is administrator on that
     * day, or are such a unit.
     */
    @Transactional
    public Set<UUID> administered(UUID staffId, LocalDate day, Collection<UUID> unitIds) {
        return Set.copyOf(session.createNativeQuery("""
                        with recursive seats_of (staff_id, only_unit_id) as (%s
                        ), up (origin, id, parent_id, rung) as (
                            select id, id, parent_id, 0 from directory_unit where id = any(:units)
                            union all
                            select up.origin, above.id, above.parent_id, up.rung + 1
                            from up join directory_unit above on above.id = up.parent_id
                            where up.rung < 20
                        )
                        select distinct up.origin
                        from up
                        join directory_appointment a on a.unit_id = up.id and a.rank = 'ADMINISTRATOR' and not a.deleted
                            and :day between a.from_date and coalesce(a.to_date, 'infinity')
                        join seats_of on seats_of.staff_id = a.staff_id
                            and (seats_of.only_unit_id is null or seats_of.only_unit_id = a.unit_id)
                        """.formatted(SEATS_OF), UUID.class)
                .setParameter("staffId", staffId)
                .setParameter("day", day)
                .setParameter("units", unitIds.toArray(UUID[]::new))
                .list());
    }

    /** Who holds a seat of rank ADMINISTRATOR on that day in one of the units or above it. */
    @Transactional
    public List<UUID> administrators(Collection<UUID> unitIds, LocalDate day) {
        return session.createNativeQuery("""
                        with recursive up (id, parent_id) as (
                            select id, parent_id from directory_unit where id = any(:units)
                            union
                            select above.id, above.parent_id from up join directory_unit above on above.id = up.parent_id
                        )
                        select distinct a.staff_id
                        from up
                        join directory_appointment a on a.unit_id = up.id and a.rank = 'ADMINISTRATOR' and not a.deleted
                            and :day between a.from_date and coalesce(a.to_date, 'infinity')
                        """, UUID.class)
                .setParameter("units", unitIds.toArray(UUID[]::new))
                .setParameter("day", day)
                .list();
    }

    /** The units that make somebody one of a bureau's people on that day: the home section and those of the seats. */
    @Transactional
    public Map<UUID, Set<UUID>> unitsOf(Collection<UUID> staffIds, LocalDate day) {
        Map<UUID, Set<UUID>> units = new HashMap<>();
        session.createNativeQuery("""
                        select id as staff_id, home_unit_id as unit_id from directory_staff_member
                        where id = any(:staff) and home_unit_id is not null
                        union
                        select staff_id, unit_id from directory_appointment
                        where staff_id = any(:staff) and not deleted and :day between from_date and coalesce(to_date, 'infinity')
                        """, Object[].class)
                .setParameter("staff", staffIds.toArray(UUID[]::new))
                .setParameter("day", day)
                .list()
                .forEach(row -> units.computeIfAbsent((UUID) row[0], staff -> new HashSet<>())
                        .add((UUID) row[1]));
        return units;
    }

    /** The copy does not hold a unit, not even as a deleted one. */
    public static final class UnitUnknown extends RuntimeException {
        UnitUnknown(UUID id) {
            super("unit %s isn't in the directory copy".formatted(id));
        }
    }
}
