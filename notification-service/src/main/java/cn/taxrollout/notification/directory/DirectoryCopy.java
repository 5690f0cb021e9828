package cn.taxrollout.notification.directory;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
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

    private final Session session;
    private final ObjectReader json;

    DirectoryCopy(Session session, ObjectMapper json) {
        this.session = session;
        // A state without version must not count as version 0; what else is missing, the columns refuse.
        this.json = json.reader().with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }

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
        session.createNativeMutationQuery("""
                        insert into directory_unit as u (id, version, deleted, code, name, kind, parent_id, functions)
                        select id, version, deleted, code, name, kind, parent_id, string_to_array(functions, ',')
                        from unnest(:ids, :versions, :deleted, :codes, :names, :kinds, :parentIds, :functions)
                             as s (id, version, deleted, code, name, kind, parent_id, functions)
                        on conflict (id) do update
                        set version = excluded.version, deleted = excluded.deleted, code = excluded.code, name = excluded.name,
                            kind = excluded.kind, parent_id = excluded.parent_id, functions = excluded.functions
                        where excluded.version > u.version
                        """)
                .setParameter("ids", column(units, UnitState::id, UUID[]::new))
                .setParameter("versions", column(units, UnitState::version, Long[]::new))
                .setParameter("deleted", column(units, UnitState::deleted, Boolean[]::new))
                .setParameter("codes", column(units, UnitState::code, String[]::new))
                .setParameter("names", column(units, UnitState::name, String[]::new))
                .setParameter("kinds", column(units, UnitState::kind, String[]::new))
                .setParameter("parentIds", column(units, UnitState::parentId, UUID[]::new))
                .setParameter("functions", column(units, unit -> String.join(",", unit.functions()), String[]::new))
                .executeUpdate();
    }

    private void writeStaffMembers(List<StaffMemberState> staff) {
        if (staff.isEmpty()) {
            return;
        }
        session.createNativeMutationQuery("""
                        insert into directory_staff_member as s
                            (id, version, deleted, staff_no, name, home_unit_id, status, email, mobile, chat_id)
                        select * from unnest(:ids, :versions, :deleted, :staffNos, :names, :homeUnitIds, :statuses, :emails,
                                             :mobiles, :chatIds)
                        on conflict (id) do update
                        set version = excluded.version, deleted = excluded.deleted, staff_no = excluded.staff_no,
                            name = excluded.name, home_unit_id = excluded.home_unit_id, status = excluded.status,
                            email = excluded.email, mobile = excluded.mobile, chat_id = excluded.chat_id
                        where excluded.version > s.version
                        """)
                .setParameter("ids", column(staff, StaffMemberState::id, UUID[]::new))
                .setParameter("versions", column(staff, StaffMemberState::version, Long[]::new))
                .setParameter("deleted", column(staff, StaffMemberState::deleted, Boolean[]::new))
                .setParameter("staffNos", column(staff, StaffMemberState::staffNo, String[]::new))
                .setParameter("names", column(staff, StaffMemberState::name, String[]::new))
                .setParameter("homeUnitIds", column(staff, StaffMemberState::homeUnitId, UUID[]::new))
                .setParameter("statuses", column(staff, StaffMemberState::status, String[]::new))
                .setParameter("emails", column(staff, StaffMemberState::email, String[]::new))
                .setParameter("mobiles", column(staff, StaffMemberState::mobile, String[]::new))
                .setParameter("chatIds", column(staff, StaffMemberState::chatId, String[]::new))
                .executeUpdate();
    }

    private void writeAppointments(List<AppointmentState> appointments) {
        if (appointments.isEmpty()) {
            return;
        }
        session.createNativeMutationQuery("""
                        insert into directory_appointment as a
                            (id, version, deleted, unit_id, staff_id, title, rank, from_date, to_date)
                        select * from unnest(:ids, :versions, :deleted, :unitIds, :staffIds, :titles, :ranks, :from, :to)
                        on conflict (id) do update
                        set version = excluded.version, deleted = excluded.deleted, unit_id = excluded.unit_id,
                            staff_id = excluded.staff_id, title = excluded.title, rank = excluded.rank,
                            from_date = excluded.from_date, to_date = excluded.to_date
                        where excluded.version > a.version
                        """)
                .setParameter("ids", column(appointments, AppointmentState::id, UUID[]::new))
                .setParameter("versions", column(appointments, AppointmentState::version, Long[]::new))
                .setParameter("deleted", column(appointments, AppointmentState::deleted, Boolean[]::new))
                .setParameter("unitIds", column(appointments, AppointmentState::unitId, UUID[]::new))
                .setParameter("staffIds", column(appointments, AppointmentState::staffId, UUID[]::new))
                .setParameter("titles", column(appointments, AppointmentState::title, String[]::new))
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
