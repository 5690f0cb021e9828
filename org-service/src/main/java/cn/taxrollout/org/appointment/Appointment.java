package cn.taxrollout.org.appointment;

import cn.taxrollout.org.web.Refusal;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A person holds a seat from a day to a day, both inclusive. An appointment that follows from a holder rule is derived
 * from the appointment of the section's principal and kept in step with it.
 */
@Entity
public class Appointment {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID seatId;

    @Column(nullable = false, updatable = false)
    private UUID staffId;

    @Column(nullable = false)
    private LocalDate fromDate;

    private LocalDate toDate;

    @Column(updatable = false)
    private UUID derivedFrom;

    @Column(nullable = false)
    private boolean deleted;

    @Version
    private long version;

    protected Appointment() {}

    private Appointment(UUID id, UUID seatId, UUID staffId, LocalDate from, LocalDate to, UUID derivedFrom) {
        this.id = id;
        this.seatId = seatId;
        this.staffId = staffId;
        this.fromDate = from;
        this.toDate = to;
        this.derivedFrom = derivedFrom;
    }

    public static Appointment named(UUID id, UUID seatId, UUID staffId, LocalDate from, LocalDate to) {
        return new Appointment(id, seatId, staffId, from, to, null);
    }

    /** The same person in a seat that goes to the principal of the section, from the day on which that seat exists. */
    static Appointment derived(UUID id, Seat seat, Appointment principal) {
        return new Appointment(
                id, seat.id(), principal.staffId, laterOf(seat, principal), earlierOf(seat, principal), principal.id);
    }

    /**
     * Ends the appointment.
     *
     * @param lastDay the last day on which the person holds the seat
     * @throws Refusal 409 if it has ended already or is derived, 422 if the day lies before the first one
     */
    public void end(LocalDate lastDay) {
        if (derivedFrom != null) {
            throw Refusal.conflict("appointment-derived");
        }
        if (toDate != null) {
            throw Refusal.conflict("appointment-ended", toDate);
        }
        if (lastDay.isBefore(fromDate)) {
            throw Refusal.unprocessable(
                    "invalid-request", List.of(new Refusal.Violation("lastDay", "ends-before-it-begins", fromDate)));
        }
        toDate = lastDay;
    }

    /**
     * Brings a derived appointment in step with the one it follows.
     *
     * @return whether anything is other than before
     */
    boolean follow(Seat seat, Appointment principal) {
        LocalDate from = laterOf(seat, principal);
        LocalDate to = earlierOf(seat, principal);
        boolean gone = to != null && to.isBefore(from);
        boolean changed = gone != deleted || !gone && !Objects.equals(toDate, to);
        if (changed) {
            deleted = gone;
            toDate = gone ? toDate : to;
        }
        return changed;
    }

    /** Whether the person holds the seat on that day or a later one. */
    public boolean holdsOnOrAfter(LocalDate day) {
        return toDate == null || !toDate.isBefore(day);
    }

    private static LocalDate earlierOf(Seat seat, Appointment principal) {
        if (seat.lastDay() == null || principal.toDate == null) {
            return seat.lastDay() == null ? principal.toDate : seat.lastDay();
        }
        return seat.lastDay().isBefore(principal.toDate) ? seat.lastDay() : principal.toDate;
    }

    private static LocalDate laterOf(Seat seat, Appointment principal) {
        return seat.existsFrom().isAfter(principal.fromDate) ? seat.existsFrom() : principal.fromDate;
    }

    public UUID id() {
        return id;
    }

    public UUID seatId() {
        return seatId;
    }

    public UUID staffId() {
        return staffId;
    }

    public LocalDate from() {
        return fromDate;
    }

    /** The last day, null while open. */
    public LocalDate to() {
        return toDate;
    }

    /** The principal's appointment that this one follows, null for a named holder. */
    public UUID derivedFrom() {
        return derivedFrom;
    }

    public boolean deleted() {
        return deleted;
    }

    public long version() {
        return version;
    }
}
