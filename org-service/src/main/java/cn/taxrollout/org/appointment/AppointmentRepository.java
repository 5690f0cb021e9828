package cn.taxrollout.org.appointment;

import cn.taxrollout.org.staff.StaffMember;
import cn.taxrollout.org.standin.StandIn;
import cn.taxrollout.org.unit.Unit;
import cn.taxrollout.org.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

@ApplicationScoped
public class AppointmentRepository implements PanacheRepositoryBase<Appointment, UUID> {

    /**
     * A seat on a day.
     *
     * @param appointment null while the seat is vacant
     * @param holder null while the seat is vacant
     * @param section the section that the seat's holder rule speaks of, or null
     * @param substitutes who stands in for the holder on that day
     */
    record Holding(
            Seat seat, Appointment appointment, StaffMember holder, Unit section, List<Substitute> substitutes) {}

    /**
     * Somebody who stands in.
     *
     * @param until the last day of it
     */
    record Substitute(StaffMember person, LocalDate until) {}

    /** One row of a holding: with each substitute, or once with none. */
    private record HoldingRow(
            Seat seat,
            Appointment appointment,
            StaffMember holder,
            Unit section,
            StandIn standIn,
            StaffMember substitute) {
        private record Held(Seat seat, Appointment appointment) {}

        Held held() {
            return new Held(seat, appointment);
        }

        static Holding fold(List<HoldingRow> rows) {
            HoldingRow first = rows.get(0);
            return new Holding(
                    first.seat,
                    first.appointment,
                    first.holder,
                    first.section,
                    rows.stream()
                            .filter(row -> row.standIn != null)
                            .map(row -> new Substitute(row.substitute, row.standIn.to()))
                            .toList());
        }
    }

    /** A person's appointment with the seat and the unit it is in. */
    record Held(Appointment appointment, Seat seat, Unit unit) {}

    /** @throws Refusal 404 if there is no such appointment */
    Appointment get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("appointment-unknown", id));
    }

    /** All seats of these units as they are on a day, heads first. */
    List<Holding> holdings(Collection<UUID> unitIds, LocalDate at) {
        Map<HoldingRow.Held, List<HoldingRow>> rows = getEntityManager()
                .createQuery("""
                        select seat, appointment, holder, section, standIn, substitute
                        from Seat seat
                        left join Appointment appointment on appointment.seatId = seat.id and not appointment.deleted
                            and appointment.fromDate <= :at
                            and (appointment.toDate is null or appointment.toDate >= :at)
                        left join StaffMember holder on holder.id = appointment.staffId
                        left join Unit section on section.id = seat.sectionId
                        left join StandIn standIn on standIn.forStaffId = holder.id and not standIn.deleted
                            and :at between standIn.fromDate and standIn.toDate
                            and (standIn.unitId is null or standIn.unitId = seat.unitId)
                        left join StaffMember substitute on substitute.id = standIn.staffId
                        where seat.unitId in :units and seat.existsFrom <= :at and (seat.lastDay is null or seat.lastDay >= :at)
                        order by case seat.rank when HEAD then 0 when DEPUTY_HEAD then 1 when MEMBER then 2 else 3 end, seat.id,
                            appointment.id, standIn.id
                        """, HoldingRow.class)
                .setParameter("units", unitIds)
                .setParameter("at", at)
                .getResultStream()
                .collect(Collectors.groupingBy(HoldingRow::held, LinkedHashMap::new, Collectors.toList()));
        return rows.values().stream().map(HoldingRow::fold).toList();
    }

    /**
     * What a person held, holds and will hold, the latest first.
     *
     * @param at only what the person holds on that day; null for all
     */
    List<Held> ofStaff(UUID staffId, LocalDate at, int limit) {
        return getEntityManager()
                .createQuery("""
                        select new cn.taxrollout.org.appointment.AppointmentRepository$Held(appointment, seat, unit)
                        from Appointment appointment
                        join Seat seat on seat.id = appointment.seatId
                        join Unit unit on unit.id = seat.unitId
                        where appointment.staffId = :staff and not appointment.deleted
                            and (cast(:at as LocalDate) is null or appointment.fromDate <= :at
                                and (appointment.toDate is null or appointment.toDate >= :at))
                        order by appointment.fromDate desc, appointment.id
                        """, Held.class)
                .setParameter("staff", staffId)
                .setParameter("at", at)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The appointments of a seat that share at least one day with a period; an open end is null. */
    List<Appointment> overlapping(UUID seatId, LocalDate from, LocalDate to) {
        return list(
                "seatId = ?1 and not deleted and (toDate is null or toDate >= ?2) and fromDate <= ?3",
                seatId,
                from,
                to == null ? LocalDate.of(9999, 12, 31) : to);
    }

    List<Appointment> derivedFor(Collection<UUID> seatIds) {
        return where("seat_id = any(:ids) and derived_from is not null", seatIds);
    }

    /** Appointments to the head's seat of these sections, past and future ones too. */
    List<Appointment> ofPrincipals(Collection<UUID> sectionIds) {
        return where(
                "seat_id in (select id from seat where rank = 'HEAD' and unit_id = any(:ids)) and not deleted",
                sectionIds);
    }

    /** One parameter however many they are: an import asks for thousands. */
    private List<Appointment> where(String condition, Collection<UUID> ids) {
        return getSession()
                .createNativeQuery("select * from appointment where " + condition, Appointment.class)
                .setParameter("ids", ids.toArray(UUID[]::new), UUID[].class)
                .getResultList();
    }
}
