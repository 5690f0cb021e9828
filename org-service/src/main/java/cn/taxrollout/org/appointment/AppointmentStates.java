package cn.taxrollout.org.appointment;

import cn.taxrollout.org.messaging.DirectoryStates;
import cn.taxrollout.org.messaging.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** The states of all appointments, as they stand on the directory topic. What they say of the seat never changes. */
@ApplicationScoped
class AppointmentStates implements DirectoryStates {
    private static final String APPOINTMENTS = """
            from appointment
            where (cast(:under as uuid) is null or seat_id in (
                select seat.id from seat join unit on unit.id = unit_id where path @> array[cast(:under as uuid)]))
            """;

    private final Session session;
    private final SeatRepository seats;

    AppointmentStates(Session session, SeatRepository seats) {
        this.session = session;
        this.seats = seats;
    }

    @Override
    public String type() {
        return AppointmentState.TYPE;
    }

    @Override
    public long count(UUID under) {
        return session.createNativeQuery("select count(*) " + APPOINTMENTS, Long.class)
                .setParameter("under", under, UUID.class)
                .getSingleResult();
    }

    @Override
    public List<OutboxEvent> lock(UUID under, UUID after, int limit) {
        List<Appointment> found = session.createNativeQuery(
                        "select * " + APPOINTMENTS + " and id > :after order by id limit :limit for share",
                        Appointment.class)
                .setParameter("under", under, UUID.class)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList();
        Map<UUID, Seat> bySeatId = seats
                .list("id in ?1", found.stream().map(Appointment::seatId).toList())
                .stream()
                .collect(Collectors.toMap(Seat::id, Function.identity()));
        return found.stream()
                .map(appointment -> new OutboxEvent(
                        appointment.id(),
                        appointment.version(),
                        AppointmentState.TYPE,
                        AppointmentState.of(bySeatId.get(appointment.seatId()), appointment)))
                .toList();
    }
}
