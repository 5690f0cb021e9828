package cn.taxrollout.org.appointment;

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

    /** A person's appointment with the seat and the unit it is in. */
    record Held(Appointment appointment, Seat seat, Unit unit) {}

    /** @throws Refusal 404 if there is no such appointment */
    Appointment get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> unknown(id));
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

    static Refusal unknown(UUID id) {
        return Refusal.notFound("appointment-unknown", id);
    }
}
