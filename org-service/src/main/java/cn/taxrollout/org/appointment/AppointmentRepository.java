package cn.taxrollout.org.appointment;

import cn.taxrollout.org.staff.StaffMember;
import cn.taxrollout.org.unit.Unit;
import cn.taxrollout.org.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
public class AppointmentRepository implements PanacheRepositoryBase<Appointment, UUID> {

    /**
     * A seat on a day.
     *
     * @param appointment null while the seat is vacant
     * @param holder null while the seat is vacant
     * @param section the section that the seat's holder rule speaks of, or null
     */
    record Holding(Seat seat, Appointment appointment, StaffMember holder, Unit section) {}

    /** A person's appointment with the seat and the unit it is in. */
    record Held(Appointment appointment, Seat seat, Unit unit) {}

    /** @throws Refusal 404 if there is no such appointment */
    Appointment get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("appointment-unknown", id));
    }

    /** All seats of these units as they are on a day, heads first. */
    List<Holding> holdings(Collection<UUID> unitIds, LocalDate at) {
        return getEntityManager()
                .createQuery("""
                        select new cn.taxrollout.org.appointment.AppointmentRepository$Holding(seat, appointment, holder, section)
                        from Seat seat
                        left join Appointment appointment on appointment.seatId = seat.id and not appointment.deleted
                            and appointment.fromDate <= :at
                            and (appointment.toDate is null or appointment.toDate >= :at)
                        left join StaffMember holder on holder.id = appointment.staffId
                        left join Unit section on section.id = seat.sectionId
                        where seat.unitId in :units and seat.existsFrom <= :at and (seat.lastDay is null or seat.lastDay >= :at)
                        order by case seat.rank when HEAD then 0 when DEPUTY_HEAD then 1 when MEMBER then 2 else 3 end, seat.id
                        """, Holding.class)
                .setParameter("units", unitIds)
                .setParameter("at", at)
                .getResultList();
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

    public List<Appointment> ofSeats(Collection<UUID> seatIds) {
        return list("seatId in ?1 and not deleted", seatIds);
    }

    List<Appointment> derivedFor(Collection<UUID> seatIds) {
        return list("seatId in ?1 and derivedFrom is not null", seatIds);
    }

    /** Appointments to the head's seat of these sections, past and future ones too. */
    List<Appointment> ofPrincipals(Collection<UUID> sectionIds) {
        return list("seatId in (select id from Seat where rank = HEAD and unitId in ?1) and not deleted", sectionIds);
    }
}
