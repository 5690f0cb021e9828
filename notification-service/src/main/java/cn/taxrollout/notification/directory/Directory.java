package cn.taxrollout.notification.directory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.hibernate.Session;

/** Questions to the copy of the organisation. */
@ApplicationScoped
public class Directory {
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
     * Whether the person holds a seat of rank ADMINISTRATOR in any unit on that day, or stands in on that day for someone here
     * who holds one.
     */
    @Transactional
    public boolean administers(UUID staffId, LocalDate day) {
        return !session.createNativeQuery("""
                        with seats_of (staff_id, only_unit_id) as (
                            select cast(:staffId as uuid), cast(null as uuid)
                            union all
                            select i.for_staff_id, i.unit_id
                            from directory_stand_in i
                            join directory_staff_member absent on absent.id = i.for_staff_id
                                and absent.status = 'ACTIVE' and not absent.deleted
                            where i.staff_id = :staffId and not i.deleted and :day between i.from_date and i.to_date
                        )
                        select 1
                        from seats_of
                        join directory_appointment a on a.staff_id = seats_of.staff_id and a.rank = 'ADMINISTRATOR' and not a.deleted
                            and :day between a.from_date and coalesce(a.to_date, 'infinity')
                        join directory_unit u on u.id = a.unit_id and not u.deleted
                        where seats_of.only_unit_id is null or seats_of.only_unit_id = a.unit_id
                        limit 1
                        """, Integer.class)
                .setParameter("staffId", staffId)
                .setParameter("day", day)
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

    /** The copy does not hold a unit, not even as a deleted one. */
    public static final class UnitUnknown extends RuntimeException {
        UnitUnknown(UUID id) {
            super("unit %s isn't in the directory copy".formatted(id));
        }
    }
}
