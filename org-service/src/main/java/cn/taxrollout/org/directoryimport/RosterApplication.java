package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.appointment.AppointmentRepository;
import cn.taxrollout.org.appointment.Appointments;
import cn.taxrollout.org.appointment.SeatRepository;
import cn.taxrollout.org.directoryimport.upload.Problem;
import cn.taxrollout.org.duty.Duties;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.staff.Staff;
import cn.taxrollout.org.staff.StaffRepository;
import cn.taxrollout.org.unit.UnitRepository;
import cn.taxrollout.org.unit.Units;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.Session;

/**
 * Brings the organisation in step with a roster, in the caller's transaction: a preview is this and a rollback. All rows are
 * looked at before anything is said; if one of them is rejected, the transaction must be rolled back.
 */
@ApplicationScoped
class RosterApplication {
    /** So many changes go out between two signs of progress. */
    private static final int STEP = 2_000;

    private final Session session;
    private final UnitRepository unitRepository;
    private final StaffRepository staffRepository;
    private final SeatRepository seatRepository;
    private final AppointmentRepository appointmentRepository;
    private final Units units;
    private final Staff staff;
    private final Appointments appointments;
    private final Duties duties;
    private final Rights rights;
    private final Clock clock;

    RosterApplication(
            Session session,
            UnitRepository unitRepository,
            StaffRepository staffRepository,
            SeatRepository seatRepository,
            AppointmentRepository appointmentRepository,
            Units units,
            Staff staff,
            Appointments appointments,
            Duties duties,
            Rights rights,
            Clock clock) {
        this.session = session;
        this.unitRepository = unitRepository;
        this.staffRepository = staffRepository;
        this.seatRepository = seatRepository;
        this.appointmentRepository = appointmentRepository;
        this.units = units;
        this.staff = staff;
        this.appointments = appointments;
        this.duties = duties;
        this.rights = rights;
        this.clock = clock;
    }

    /**
     * What came of it.
     *
     * @param rows one per row of the roster
     * @param notes what somebody should look at, such as seats that the roster speaks of and nobody holds after it
     */
    record Outcome(List<RowResult> rows, List<Problem> notes) {
        boolean isRejected() {
            return rows.stream().anyMatch(RowResult::isRejected);
        }
    }

    /**
     * @param ofDocument whether the rows are lines of a document
     * @param done takes how many rows were looked at or written since it was last called
     */
    @Transactional(Transactional.TxType.MANDATORY)
    Outcome apply(RosterRows rows, boolean ofDocument, Consumer<Integer> done) {
        LocalDate today = LocalDate.now(clock);
        unitRepository.lockTree();
        Directory directory = new Directory(session, rights);
        directory.load(rows);
        UnitRows unitRows = new UnitRows(directory, unitRepository, today);
        StaffRows staffRows = new StaffRows(directory, staffRepository, today);
        SeatRows seatRows = new SeatRows(directory, seatRepository, appointmentRepository, today);
        DutyRows dutyRows = new DutyRows(directory, duties, today, ofDocument);

        List<RowResult> results = new ArrayList<>(unitRows.apply(rows.units()));
        done.accept(rows.units().size());
        results.addAll(staffRows.apply(rows.staff()));
        done.accept(rows.staff().size());
        results.addAll(seatRows.apply(rows.seats()));
        done.accept(rows.seats().size());
        results.addAll(dutyRows.apply(rows.duties()));
        done.accept(rows.duties().size());

        staff.leftBehind(staffRows.leaving())
                .forEach((person, left) ->
                        left.forEach(one -> staffRows.resultOf(person).reject("lastDay", one)));
        units.leftBehind(unitRows.ended())
                .forEach((unit, left) ->
                        left.forEach(one -> unitRows.resultOf(unit).reject("to", one)));
        Outcome outcome = new Outcome(results, List.of());
        if (outcome.isRejected()) {
            return outcome;
        }
        units.settle(unitRows.touched());
        done.accept(rows.units().size());
        inSteps(staffRows.touched(), staff::publish);
        done.accept(rows.staff().size());
        appointments.settle(seatRows.added(), seatRows.ended(), seatRows.touched());
        duties.replace(dutyRows.replacements());
        done.accept(rows.duties().size());
        staff.endWhatIsArrangedFor(staffRows.leaving());
        units.endWhatIsPartOf(unitRows.ended());
        done.accept(rows.seats().size());
        return new Outcome(
                results,
                Stream.concat(seatRows.vacancies().stream(), dutyRows.notes().stream())
                        .toList());
    }

    private static <T> void inSteps(Collection<T> all, Consumer<List<T>> step) {
        List<T> list = List.copyOf(all);
        for (int from = 0; from < list.size(); from += STEP) {
            step.accept(list.subList(from, Math.min(list.size(), from + STEP)));
        }
    }
}
