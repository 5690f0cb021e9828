package cn.taxrollout.task.directory;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;

/**
 * Keeps this service's copy of the organisation. Every state is complete and carries a version, so a state is written if
 * it is newer than the row and passed over if not, in whatever order or how often states arrive. A deleted unit, person
 * or appointment stays as a row that says so; otherwise an older state that arrives late would bring it back.
 */
@ApplicationScoped
public class DirectoryCopy {
    private static final Map<String, Class<?>> TYPES = Map.of(
            UnitState.TYPE, UnitState.class,
            StaffMemberState.TYPE, StaffMemberState.class,
            AppointmentState.TYPE, AppointmentState.class);

    /** Any number, the same in every replica and unused by other advisory locks of this database. */
    private static final long UNIT_LOCK = 8_215_002;

    private final Session session;
    private final ObjectReader json;

    DirectoryCopy(Session session, ObjectMapper json) {
        this.session = session;
        // A state without version must not count as version 0; what else is missing, the columns refuse.
        this.json = json.reader().with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }

    /**
     * Whether states of this wire type, in whatever version, belong into the copy; {@code StandInState} and types to come do
     * not.
     */
    public boolean keeps(String type) {
        return TYPES.keySet().stream().anyMatch(kept -> name(kept).equals(name(type)));
    }

    private static String name(String type) {
        int version = type.lastIndexOf(".v");
        return version < 0 ? type : type.substring(0, version);
    }

    /**
     * Writes one state unless the copy holds it or a newer one already.
     *
     * @param type a wire type that the copy {@link #keeps}
     * @param state the state as JSON
     * @throws IOException if it can't be read
     * @throws IllegalArgumentException if the version of the type isn't known here
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void apply(String type, byte[] state) throws IOException {
        Class<?> shape = TYPES.get(type);
        if (shape == null) {
            throw new IllegalArgumentException("version not known: " + type);
        }
        Object read = json.forType(shape).readValue(state);
        if (read instanceof UnitState unit) {
            write(unit);
        } else if (read instanceof StaffMemberState staffMember) {
            write(staffMember);
        } else if (read instanceof AppointmentState appointment) {
            write(appointment);
        }
    }

    private void write(UnitState unit) {
        // Two replicas that each write one of a unit and its parent would not see each other's row below.
        session.createNativeQuery("select 1 from pg_advisory_xact_lock(:lock)", Integer.class)
                .setParameter("lock", UNIT_LOCK)
                .getSingleResult();
        List<String> functions = unit.functions() == null ? List.of() : unit.functions();
        session.createNativeMutationQuery("""
                        insert into directory_unit as u
                            (id, version, deleted, code, name, kind, parent_id, functions, ancestor_ids)
                        values (:id, :version, :deleted, :code, :name, :kind, :parentId, :functions, array [:id])
                        on conflict (id) do update
                        set version = excluded.version, deleted = excluded.deleted, code = excluded.code, name = excluded.name,
                            kind = excluded.kind, parent_id = excluded.parent_id, functions = excluded.functions
                        where excluded.version > u.version
                        """)
                .setParameter("id", unit.id(), UUID.class)
                .setParameter("version", unit.version())
                .setParameter("deleted", unit.deleted())
                .setParameter("code", unit.code(), String.class)
                .setParameter("name", unit.name(), String.class)
                .setParameter("kind", unit.kind(), String.class)
                .setParameter("parentId", unit.parentId(), UUID.class)
                .setParameter("functions", functions.toArray(String[]::new), String[].class)
                .executeUpdate();
        placeSubtree(unit.id());
    }

    /**
     * Derives anew what stands above this unit and everything below it. Units arrive in any order, so the unit may complete
     * the way up of others that came before.
     */
    private void placeSubtree(UUID unitId) {
        session.createNativeMutationQuery("""
                        with recursive tree (id, ancestor_ids, bureau_id) as (
                            select u.id, coalesce(above.ancestor_ids, '{}') || u.id,
                                   case when u.kind = 'BUREAU' then u.id else above.bureau_id end
                            from directory_unit u left join directory_unit above on above.id = u.parent_id
                            where u.id = :unitId
                            union all
                            select u.id, tree.ancestor_ids || u.id, case when u.kind = 'BUREAU' then u.id else tree.bureau_id end
                            from directory_unit u join tree on u.parent_id = tree.id
                            where u.id <> all (tree.ancestor_ids))
                        update directory_unit u set ancestor_ids = tree.ancestor_ids, bureau_id = tree.bureau_id
                        from tree
                        where u.id = tree.id
                          and (u.ancestor_ids, u.bureau_id) is distinct from (tree.ancestor_ids, tree.bureau_id)
                        """).setParameter("unitId", unitId).executeUpdate();
    }

    private void write(StaffMemberState staffMember) {
        session.createNativeMutationQuery("""
                        insert into directory_staff_member as s
                            (id, version, deleted, staff_no, name, home_unit_id, status)
                        values (:id, :version, :deleted, :staffNo, :name, :homeUnitId, :status)
                        on conflict (id) do update
                        set version = excluded.version, deleted = excluded.deleted, staff_no = excluded.staff_no,
                            name = excluded.name, home_unit_id = excluded.home_unit_id, status = excluded.status
                        where excluded.version > s.version
                        """)
                .setParameter("id", staffMember.id(), UUID.class)
                .setParameter("version", staffMember.version())
                .setParameter("deleted", staffMember.deleted())
                .setParameter("staffNo", staffMember.staffNo(), String.class)
                .setParameter("name", staffMember.name(), String.class)
                .setParameter("homeUnitId", staffMember.homeUnitId(), UUID.class)
                .setParameter("status", staffMember.status(), String.class)
                .executeUpdate();
    }

    private void write(AppointmentState appointment) {
        session.createNativeMutationQuery("""
                        insert into directory_appointment as a
                            (id, version, deleted, unit_id, staff_id, rank, from_date, to_date)
                        values (:id, :version, :deleted, :unitId, :staffId, :rank, :from, :to)
                        on conflict (id) do update
                        set version = excluded.version, deleted = excluded.deleted, unit_id = excluded.unit_id,
                            staff_id = excluded.staff_id, rank = excluded.rank,
                            from_date = excluded.from_date, to_date = excluded.to_date
                        where excluded.version > a.version
                        """)
                .setParameter("id", appointment.id(), UUID.class)
                .setParameter("version", appointment.version())
                .setParameter("deleted", appointment.deleted())
                .setParameter("unitId", appointment.unitId(), UUID.class)
                .setParameter("staffId", appointment.staffId(), UUID.class)
                .setParameter("rank", appointment.rank(), String.class)
                .setParameter("from", appointment.from(), LocalDate.class)
                .setParameter("to", appointment.to(), LocalDate.class)
                .executeUpdate();
    }
}
