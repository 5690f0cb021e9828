package cn.taxrollout.org.appointment;

import java.time.LocalDate;
import java.util.UUID;

/** The full state of an appointment as it stands on the directory topic, with what its seat means. */
record AppointmentState(
        UUID id,
        long version,
        boolean deleted,
        UUID unitId,
        UUID staffId,
        UUID seatId,
        String title,
        SeatRank rank,
        LocalDate from,
        LocalDate to,
        UUID derivedFrom) {
    static final String TYPE = "cn.taxrollout.org.AppointmentState.v1";

    static AppointmentState of(Seat seat, Appointment appointment) {
        return new AppointmentState(
                appointment.id(),
                appointment.version(),
                appointment.deleted(),
                seat.unitId(),
                appointment.staffId(),
                seat.id(),
                seat.title(),
                seat.rank(),
                appointment.from(),
                appointment.to(),
                appointment.derivedFrom());
    }
}
