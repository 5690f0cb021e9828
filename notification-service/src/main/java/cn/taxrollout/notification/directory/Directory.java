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

    /** Whether the person holds a seat of rank ADMINISTRATOR anywhere on that day. */
    @Transactional
    public boolean administers(UUID staffId, LocalDate day) {
        return !session.createNativeQuery("""
                        select 1 from directory_appointment
                        where staff_id = :staffId and rank = 'ADMINISTRATOR' and not deleted
                          and :day between from_date and coalesce(to_date, 'infinity')
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
