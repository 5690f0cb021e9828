package cn.taxrollout.org.appointment;

import cn.taxrollout.org.history.Change;
import cn.taxrollout.org.history.ChangeLog;
import cn.taxrollout.org.history.Subject;
import cn.taxrollout.org.messaging.Outbox;
import cn.taxrollout.org.messaging.OutboxEvent;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.staff.StaffMember;
import cn.taxrollout.org.staff.StaffRepository;
import cn.taxrollout.org.unit.UnitEnded;
import cn.taxrollout.org.unit.UnitKind;
import cn.taxrollout.org.unit.UnitRepository;
import cn.taxrollout.org.web.Refusal;
import com.fasterxml.uuid.Generators;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Setting up seats, appointing people to them and ending appointments. Every change goes out as full state. */
@ApplicationScoped
public class Appointments {
    private final SeatRepository seats;
    private final AppointmentRepository appointments;
    private final HoldingQuery holdings;
    private final UnitRepository units;
    private final StaffRepository staff;
    private final Outbox outbox;
    private final ChangeLog changes;
    private final Rights rights;

    Appointments(
            SeatRepository seats,
            AppointmentRepository appointments,
            HoldingQuery holdings,
            UnitRepository units,
            StaffRepository staff,
            Outbox outbox,
            ChangeLog changes,
            Rights rights) {
        this.seats = seats;
        this.appointments = appointments;
        this.holdings = holdings;
        this.units = units;
        this.staff = staff;
        this.outbox = outbox;
        this.changes = changes;
        this.rights = rights;
    }

    /**
     * Sets up a seat in a unit. A seat that goes to a section's principal is held at once by whoever that is.
     *
     * @throws Refusal 403 if the caller may not change the unit's seats, 404 without that unit or section, 422 if a holder rule
     *     speaks of something that is no section
     */
    @Transactional
    Seat addSeat(UUID unitId, String title, SeatRank rank, HolderRule rule, UUID sectionId, LocalDate existsFrom) {
        rights.demand(Right.CHANGE_SEATS, unitId);
        units.get(unitId);
        if ((rule == HolderRule.NAMED) != (sectionId == null)
                || sectionId != null && units.get(sectionId).kind() != UnitKind.SECTION) {
            throw Refusal.unprocessable(
                    "invalid-request", List.of(new Refusal.Violation("sectionId", "holder-rule-section")));
        }
        Seat seat = new Seat(newId(), unitId, title, rank, rule, sectionId, existsFrom);
        seats.persist(seat);
        record(Change.Action.ADDED, seat);
        if (rule == HolderRule.PRINCIPAL_OF) {
            publish(followPrincipals(Set.of(sectionId)));
        }
        return seat;
    }

    /**
     * Appoints a person to a seat.
     *
     * @param to the last day, null for an open end
     * @throws Refusal 403 if the caller may not appoint in the seat's unit, 404 without that seat or person, 409 if the seat
     *     is held in that time or goes to a section's principal, 422 if the dates are out of order, the seat doesn't
     *     exist yet, the person has left, or is not of the section whose deputy the seat is for
     */
    @Transactional
    Appointment appoint(UUID seatId, UUID staffId, LocalDate from, LocalDate to) {
        Seat seat = seats.lock(seatId);
        rights.demandOverPartOf(seat.unitId(), Right.APPOINT, () -> SeatRepository.unknown(seatId));
        StaffMember person = staff.get(staffId);
        check(seat, person, from, to);
        List<Appointment> others = appointments.overlapping(seatId, from, to);
        if (!others.isEmpty()) {
            throw Refusal.conflict("seat-held", others.get(0).from());
        }
        Appointment appointment = Appointment.named(newId(), seatId, staffId, from, to);
        appointments.persist(appointment);
        changed(seat, appointment);
        return appointment;
    }

    private static void check(Seat seat, StaffMember person, LocalDate from, LocalDate to) {
        if (seat.holderRule() == HolderRule.PRINCIPAL_OF) {
            throw Refusal.conflict("seat-goes-to-principal");
        }
        List<Refusal.Violation> violations = new ArrayList<>();
        if (to != null && to.isBefore(from)) {
            violations.add(new Refusal.Violation("to", "ends-before-it-begins", from));
        }
        if (from.isBefore(seat.existsFrom())) {
            violations.add(new Refusal.Violation("from", "seat-not-yet", seat.existsFrom()));
        }
        if (seat.lastDay() != null && (to == null || to.isAfter(seat.lastDay()))) {
            violations.add(new Refusal.Violation("to", "seat-ended", seat.lastDay()));
        }
        if (!person.worksHereOn(to == null ? LocalDate.MAX : to)) {
            violations.add(new Refusal.Violation("staffId", "staff-left", person.staffNo()));
        }
        if (seat.holderRule() == HolderRule.UNNAMED_DEPUTY_OF
                && !seat.sectionId().equals(person.homeUnitId())) {
            violations.add(new Refusal.Violation("staffId", "staff-of-other-section", person.staffNo()));
        }
        if (!violations.isEmpty()) {
            throw Refusal.unprocessable("invalid-request", violations);
        }
    }

    /**
     * Ends an appointment.
     *
     * @param lastDay the last day on which the person holds the seat
     * @throws Refusal 403 if the caller may not appoint in the seat's unit, 404 without that appointment, 409 if it has ended
     *     or follows a section's principal, 422 if the day lies before the first one
     */
    @Transactional
    Appointment end(UUID appointmentId, LocalDate lastDay) {
        Appointment appointment = appointments.get(appointmentId);
        Seat seat = seats.lock(appointment.seatId());
        rights.demandOverPartOf(seat.unitId(), Right.APPOINT, () -> AppointmentRepository.unknown(appointmentId));
        appointment.end(lastDay);
        changed(seat, appointment);
        return appointment;
    }

    /**
     * Ends a seat.
     *
     * @param lastDay the last day on which it can be held
     * @throws Refusal 403 if the caller may not change the unit's seats, 404 without that seat, 409 if it has ended or is held after that
     *     day by somebody who was appointed, 422 if the day lies before the first one
     */
    @Transactional
    Seat endSeat(UUID seatId, LocalDate lastDay) {
        Seat seat = seats.lock(seatId);
        rights.demandOverPartOf(seat.unitId(), Right.CHANGE_SEATS, () -> SeatRepository.unknown(seatId));
        seat.end(lastDay);
        appointments.overlapping(seatId, lastDay.plusDays(1), null).stream()
                .filter(holding -> holding.derivedFrom() == null)
                .findFirst()
                .ifPresent(holding -> {
                    throw Refusal.conflict("seat-held", holding.from());
                });
        record(Change.Action.ENDED, seat);
        if (seat.holderRule() == HolderRule.PRINCIPAL_OF) {
            publish(followPrincipals(Set.of(seat.sectionId())));
        }
        return seat;
    }

    /** A unit's seats end with it; nobody is appointed to them any more, or the unit could not end. */
    void endSeats(@Observes UnitEnded unit) {
        List<Seat> ending = seats.ofUnits(Set.of(unit.unitId())).stream()
                .filter(seat -> seat.lastDay() == null || seat.lastDay().isAfter(unit.lastDay()))
                .toList();
        ending.forEach(seat -> seat.endWithUnit(unit.lastDay()));
        record(Change.Action.ENDED, ending);
        publish(followPrincipals(
                ending.stream().map(Seat::sectionId).filter(Objects::nonNull).collect(Collectors.toSet())));
    }

    /**
     * Records and publishes what an import has changed, and brings the appointments that follow from it in step.
     *
     * @param added seats that are new
     * @param ended seats that end, new ones among them
     * @param touched appointments by name that are new or end
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void settle(Collection<Seat> added, Collection<Seat> ended, Collection<Appointment> touched) {
        record(Change.Action.ADDED, added);
        record(Change.Action.ENDED, ended);
        Set<UUID> sections = new HashSet<>();
        Stream.concat(added.stream(), ended.stream())
                .filter(seat -> seat.holderRule() == HolderRule.PRINCIPAL_OF)
                .forEach(seat -> sections.add(seat.sectionId()));
        sections.addAll(
                seats.unitsLedFrom(touched.stream().map(Appointment::seatId).toList()));
        Set<Appointment> changed = new LinkedHashSet<>(touched);
        changed.addAll(followPrincipals(sections));
        publish(changed);
    }

    private void changed(Seat seat, Appointment appointment) {
        Set<Appointment> changed = new LinkedHashSet<>(Set.of(appointment));
        if (seat.rank() == SeatRank.HEAD) {
            changed.addAll(followPrincipals(Set.of(seat.unitId())));
        }
        publish(changed);
    }

    /**
     * Brings the appointments that follow these sections' principals in step.
     *
     * @return those that are new or other than before
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<Appointment> followPrincipals(Set<UUID> sectionIds) {
        List<Seat> followers = seats.ofPrincipals(sectionIds);
        if (followers.isEmpty()) {
            return List.of();
        }
        Map<UUID, List<Appointment>> principals = new HashMap<>();
        Map<UUID, UUID> sectionOfSeat =
                seats.ofUnits(sectionIds).stream().collect(Collectors.toMap(Seat::id, Seat::unitId));
        for (Appointment principal : appointments.ofPrincipals(sectionIds)) {
            principals
                    .computeIfAbsent(sectionOfSeat.get(principal.seatId()), section -> new ArrayList<>())
                    .add(principal);
        }
        record Followed(UUID seatId, UUID principal) {}
        Map<Followed, Appointment> derived = appointments
                .derivedFor(followers.stream().map(Seat::id).toList())
                .stream()
                .collect(Collectors.toMap(a -> new Followed(a.seatId(), a.derivedFrom()), Function.identity()));
        List<Appointment> changed = new ArrayList<>();
        for (Seat seat : followers) {
            for (Appointment principal : principals.getOrDefault(seat.sectionId(), List.of())) {
                Appointment existing = derived.get(new Followed(seat.id(), principal.id()));
                if (existing != null && existing.follow(seat, principal)) {
                    changed.add(existing);
                } else if (existing == null
                        && principal.holdsOnOrAfter(seat.existsFrom())
                        && (seat.lastDay() == null || !principal.from().isAfter(seat.lastDay()))) {
                    Appointment follower = Appointment.derived(newId(), seat, principal);
                    appointments.persist(follower);
                    changed.add(follower);
                }
            }
        }
        return changed;
    }

    /** Writes pending changes and appends the state of each of these appointments to the outbox. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void publish(Collection<Appointment> changed) {
        appointments.flush();
        Map<UUID, Seat> bySeatId = seats
                .byId(changed.stream().map(Appointment::seatId).toList())
                .stream()
                .collect(Collectors.toMap(Seat::id, Function.identity()));
        List<OutboxEvent> events = new ArrayList<>();
        List<Change> records = new ArrayList<>();
        for (Appointment appointment : changed) {
            Seat seat = bySeatId.get(appointment.seatId());
            AppointmentState state = AppointmentState.of(seat, appointment);
            events.add(new OutboxEvent(appointment.id(), appointment.version(), AppointmentState.TYPE, state));
            records.add(new Change(
                    Change.Action.of(appointment.version(), appointment.to() != null || appointment.deleted()),
                    Subject.APPOINTMENT,
                    appointment.id(),
                    appointment.version(),
                    seat.unitId(),
                    state));
        }
        outbox.append(events);
        changes.append(records);
    }

    private void record(Change.Action action, Seat seat) {
        record(action, List.of(seat));
    }

    private void record(Change.Action action, Collection<Seat> changed) {
        seats.flush();
        changes.append(changed.stream()
                .map(seat ->
                        new Change(action, Subject.SEAT, seat.id(), seat.version(), seat.unitId(), SeatView.of(seat)))
                .toList());
    }

    /**
     * The unit's seats with their holders on a day.
     *
     * @throws Refusal 404 if there is no such unit, or the caller can't see it
     */
    List<Holding> members(UUID unitId, LocalDate at) {
        HoldingQuery.Members members = holdings.members(unitId, at);
        rights.demand(Right.READ, unitId, members.place());
        return members.holdings();
    }

    /**
     * The chain of command of a unit on a day.
     *
     * @throws Refusal 404 if there is no such unit, or the caller can't see it
     */
    CommandChain commandChain(UUID unitId, LocalDate at) {
        HoldingQuery.Chain chain = holdings.chain(unitId, at);
        rights.demand(Right.READ, unitId, chain.place());
        return CommandChain.of(chain.upwards());
    }

    /**
     * What a person held, holds and will hold, or holds on a day.
     *
     * @throws Refusal 404 if there is no such person, or the caller can't see the person
     */
    List<AppointmentRepository.Held> ofStaff(UUID staffId, LocalDate at, int limit) {
        rights.demandOverPerson(Right.READ, staffId);
        staff.get(staffId);
        return appointments.ofStaff(staffId, at, limit);
    }

    private static UUID newId() {
        return Generators.timeBasedEpochGenerator().generate();
    }
}
