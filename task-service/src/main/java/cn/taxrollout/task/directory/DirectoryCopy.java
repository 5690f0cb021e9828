package cn.taxrollout.task.directory;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.hibernate.Session;

/**
 * Keeps this service's copy of the organisation. Every state is complete and carries a version, so a state is written if
 * it is newer than the row and passed over if not, in whatever order or how often states arrive. A deleted unit, person,
 * appointment or stand-in stays as a row that says so; otherwise an older state that arrives late would bring it back.
 */
@ApplicationScoped
public class DirectoryCopy {
    private static final Map<String, Class<? extends CopiedState>> TYPES = Map.of(
            UnitState.TYPE, UnitState.class,
            StaffMemberState.TYPE, StaffMemberState.class,
            AppointmentState.TYPE, AppointmentState.class,
            StandInState.TYPE, StandInState.class);

    /** Any number, the same in every replica and unused by other advisory locks of this database. */
    private static final long UNIT_LOCK = 8_215_002;

    private final Session session;
    private final Event<Written> written;
    private final ObjectReader json;

    DirectoryCopy(Session session, Event<Written> written, ObjectMapper json) {
        this.session = session;
        this.written = written;
        // A state without version must not count as version 0; what else is missing, the columns refuse.
        this.json = json.reader().with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }

    /** Says within the transaction that the copy is written. */
    record Written() {}

    /** Whether states of this wire type, in whatever version, belong into the copy; types to come do not. */
    public boolean keeps(String type) {
        return TYPES.keySet().stream().anyMatch(kept -> name(kept).equals(name(type)));
    }

    private static String name(String type) {
        int version = type.lastIndexOf(".v");
        return version < 0 ? type : type.substring(0, version);
    }

    /**
     * Writes the states, each unless the copy or another of them is as new. The number of statements doesn't depend on the
     * number of states.
     *
     * @param states of wire types that the copy {@link #keeps}, in any order
     * @throws IOException if one of them can't be read
     * @throws IllegalArgumentException if the version of a type isn't known here
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void apply(List<DirectoryState> states) throws IOException {
        List<CopiedState> read = new ArrayList<>(states.size());
        for (DirectoryState state : states) {
            read.add(read(state));
        }
        writeUnits(newest(read, UnitState.class));
        writeStaffMembers(newest(read, StaffMemberState.class));
        writeAppointments(newest(read, AppointmentState.class));
        writeStandIns(newest(read, StandInState.class));
        if (!states.isEmpty()) {
            rise();
        }
    }

    /** Comes last: transactions that write the copy at the same time wait here for each other, and then for nothing more. */
    private void rise() {
        session.createNativeMutationQuery("update directory_revision set revision = revision + 1")
                .executeUpdate();
        written.fire(new Written());
    }

    private CopiedState read(DirectoryState state) throws IOException {
        Class<? extends CopiedState> shape = TYPES.get(state.type());
        if (shape == null) {
            throw new IllegalArgumentException("version not known: " + state.type());
        }
        CopiedState read = json.forType(shape).readValue(state.json());
        if (read == null) {
            throw new IllegalArgumentException("no state but null");
        }
        return read;
    }

    /** Those of this shape, of each id only the newest: one statement can't write a row twice. */
    private static <S extends CopiedState> List<S> newest(List<CopiedState> states, Class<S> shape) {
        return List.copyOf(states.stream()
                .filter(shape::isInstance)
                .map(shape::cast)
                .collect(Collectors.toMap(
                        CopiedState::id,
                        Function.identity(),
                        BinaryOperator.maxBy(Comparator.comparingLong(CopiedState::version))))
                .values());
    }

    private void writeUnits(List<UnitState> units) {
        if (units.isEmpty()) {
            return;
        }
        // Two replicas that each write one of a unit and its parent would not see each other's row below.
        session.createNativeQuery("select 1 from pg_advisory_xact_lock(:lock)", Integer.class)
                .setParameter("lock", UNIT_LOCK)
                .getSingleResult();
        List<UUID> written = session.createNativeQuery("""
                        insert into directory_unit as u
                            (id, version, deleted, code, name, kind, parent_id, functions, ancestor_ids)
                        select id, version, deleted, code, name, kind, parent_id, string_to_array(functions, ','), array [id]
                        from unnest(:ids, :versions, :deleted, :codes, :names, :kinds, :parentIds, :functions)
                             as s (id, version, deleted, code, name, kind, parent_id, functions)
                        on conflict (id) do update
                        set version = excluded.version, deleted = excluded.deleted, code = excluded.code, name = excluded.name,
                            kind = excluded.kind, parent_id = excluded.parent_id, functions = excluded.functions
                        where excluded.version > u.version
                        returning id
                        """, UUID.class)
                .setParameter("ids", column(units, UnitState::id, UUID[]::new))
                .setParameter("versions", column(units, UnitState::version, Long[]::new))
                .setParameter("deleted", column(units, UnitState::deleted, Boolean[]::new))
                .setParameter("codes", column(units, UnitState::code, String[]::new))
                .setParameter("names", column(units, UnitState::name, String[]::new))
                .setParameter("kinds", column(units, UnitState::kind, String[]::new))
                .setParameter("parentIds", column(units, UnitState::parentId, UUID[]::new))
                .setParameter("functions", column(units, unit -> String.join(",", unit.functions()), String[]::new))
                .list();
        if (!written.isEmpty()) {
            place(written);
        }
    }

    /**
     * Derives anew what stands above these units and everything below them. Units arrive in any order, so they may complete
     * the way up of others that came before. The walk down begins at those of them ({@code top}) that have none of them
     * above; what stands above those is in its place already.
     */
    private void place(List<UUID> units) {
        session.createNativeMutationQuery("""
                        with recursive placed (id) as (
                            select unnest(:units)
                        ), up (id, above_id) as (
                            select u.id, u.parent_id from placed join directory_unit u using (id)
                            union
                            select up.id, above.parent_id from up join directory_unit above on above.id = up.above_id
                        ), top (id) as (
                            table placed except select up.id from up join placed on placed.id = up.above_id
                        ), tree (id, ancestor_ids, bureau_id) as (
                            select u.id, coalesce(above.ancestor_ids, '{}') || u.id,
                                   case when u.kind = 'BUREAU' then u.id else above.bureau_id end
                            from top join directory_unit u using (id) left join directory_unit above on above.id = u.parent_id
                            union all
                            select u.id, tree.ancestor_ids || u.id, case when u.kind = 'BUREAU' then u.id else tree.bureau_id end
                            from directory_unit u join tree on u.parent_id = tree.id
                            where u.id <> all (tree.ancestor_ids))
                        update directory_unit u set ancestor_ids = tree.ancestor_ids, bureau_id = tree.bureau_id
                        from tree
                        where u.id = tree.id
                          and (u.ancestor_ids, u.bureau_id) is distinct from (tree.ancestor_ids, tree.bureau_id)
                        """)
                .setParameter("units", units.toArray(UUID[]::new))
                .executeUpdate();
    }

    private void writeStaffMembers(List<StaffMemberState> staff) {
        if (staff.isEmpty()) {
            return;
        }
        session.createNativeMutationQuery("""
                        insert into directory_staff_member as s
                            (id, version, deleted, staff_no, name, home_unit_id, status)
                        select * from unnest(:ids, :versions, :deleted, :staffNos, :names, :homeUnitIds, :statuses)
                        on conflict (id) do update
                        set version = excluded.version, deleted = excluded.deleted, staff_no = excluded.staff_no,
                            name = excluded.name, home_unit_id = excluded.home_unit_id, status = excluded.status
                        where excluded.version > s.version
                        """)
                .setParameter("ids", column(staff, StaffMemberState::id, UUID[]::new))
                .setParameter("versions", column(staff, StaffMemberState::version, Long[]::new))
                .setParameter("deleted", column(staff, StaffMemberState::deleted, Boolean[]::new))
                .setParameter("staffNos", column(staff, StaffMemberState::staffNo, String[]::new))
                .setParameter("names", column(staff, StaffMemberState::name, String[]::new))
                .setParameter("homeUnitIds", column(staff, StaffMemberState::homeUnitId, UUID[]::new))
                .setParameter("statuses", column(staff, StaffMemberState::status, String[]::new))
                .executeUpdate();
    }

    private void writeAppointments(List<AppointmentState> appointments) {
        if (appointments.isEmpty()) {
            return;
        }
        session.createNativeMutationQuery("""
                        insert into directory_appointment as a
                            (id, version, deleted, unit_id, staff_id, rank, from_date, to_date)
                        select * from unnest(:ids, :versions, :deleted, :unitIds, :staffIds, :ranks, :from, :to)
                        on conflict (id) do update
                        set version = excluded.version, deleted = excluded.deleted, unit_id = excluded.unit_id,
                            staff_id = excluded.staff_id, rank = excluded.rank,
                            from_date = excluded.from_date, to_date = excluded.to_date
                        where excluded.version > a.version
                        """)
                .setParameter("ids", column(appointments, AppointmentState::id, UUID[]::new))
                .setParameter("versions", column(appointments, AppointmentState::version, Long[]::new))
                .setParameter("deleted", column(appointments, AppointmentState::deleted, Boolean[]::new))
                .setParameter("unitIds", column(appointments, AppointmentState::unitId, UUID[]::new))
                .setParameter("staffIds", column(appointments, AppointmentState::staffId, UUID[]::new))
                .setParameter("ranks", column(appointments, AppointmentState::rank, String[]::new))
                .setParameter("from", column(appointments, AppointmentState::from, LocalDate[]::new))
                .setParameter("to", column(appointments, AppointmentState::to, LocalDate[]::new))
                .executeUpdate();
    }

    private void writeStandIns(List<StandInState> standIns) {
        if (standIns.isEmpty()) {
            return;
        }
        session.createNativeMutationQuery("""
                        insert into directory_stand_in as s
                            (id, version, deleted, staff_id, for_staff_id, unit_id, from_date, to_date)
                        select * from unnest(:ids, :versions, :deleted, :staffIds, :forStaffIds, :unitIds, :from, :to)
                        on conflict (id) do update
                        set version = excluded.version, deleted = excluded.deleted, staff_id = excluded.staff_id,
                            for_staff_id = excluded.for_staff_id, unit_id = excluded.unit_id,
                            from_date = excluded.from_date, to_date = excluded.to_date
                        where excluded.version > s.version
                        """)
                .setParameter("ids", column(standIns, StandInState::id, UUID[]::new))
                .setParameter("versions", column(standIns, StandInState::version, Long[]::new))
                .setParameter("deleted", column(standIns, StandInState::deleted, Boolean[]::new))
                .setParameter("staffIds", column(standIns, StandInState::staffId, UUID[]::new))
                .setParameter("forStaffIds", column(standIns, StandInState::forStaffId, UUID[]::new))
                .setParameter("unitIds", column(standIns, StandInState::unitId, UUID[]::new))
                .setParameter("from", column(standIns, StandInState::from, LocalDate[]::new))
                .setParameter("to", column(standIns, StandInState::to, LocalDate[]::new))
                .executeUpdate();
    }

    /** One field of all the states, null where a state has none. */
    private static <S, V> V[] column(List<S> states, Function<S, V> field, IntFunction<V[]> array) {
        return states.stream().map(field).toArray(array);
    }
}
