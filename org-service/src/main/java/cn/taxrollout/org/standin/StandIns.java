package cn.taxrollout.org.standin;

import cn.taxrollout.org.history.Change;
import cn.taxrollout.org.history.ChangeLog;
import cn.taxrollout.org.history.Subject;
import cn.taxrollout.org.messaging.Outbox;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.staff.StaffLeaves;
import cn.taxrollout.org.staff.StaffMember;
import cn.taxrollout.org.staff.StaffRepository;
import cn.taxrollout.org.unit.Unit;
import cn.taxrollout.org.unit.UnitEnded;
import cn.taxrollout.org.unit.UnitRepository;
import cn.taxrollout.org.web.Refusal;
import com.fasterxml.uuid.Generators;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Naming who stands in for whom. Every change is recorded and goes out as full state. */
@ApplicationScoped
class StandIns {
    private final StandInRepository standIns;
    private final StaffRepository staff;
    private final UnitRepository units;
    private final Outbox outbox;
    private final ChangeLog changes;
    private final Rights rights;
    private final Caller caller;

    StandIns(
            StandInRepository standIns,
            StaffRepository staff,
            UnitRepository units,
            Outbox outbox,
            ChangeLog changes,
            Rights rights,
            Caller caller) {
        this.standIns = standIns;
        this.staff = staff;
        this.units = units;
        this.outbox = outbox;
        this.changes = changes;
        this.rights = rights;
        this.caller = caller;
    }

    /**
     * Lets one person stand in for another one from a day to a day.
     *
     * @param unitId null for the seats in all units
     * @param reason may be null
     * @throws Refusal 403 if the caller may not name who stands in for that person, 404 without one of these people or that unit, 409 if
     *     the pair has one already that shares a day and a unit, 422 if the two are one person, the dates are out of order, one of
     *     them leaves before the end, or the unit doesn't exist all the time
     */
    @Transactional
    StandIn name(UUID forStaffId, UUID staffId, UUID unitId, LocalDate from, LocalDate to, String reason) {
        rights.demandOverPerson(Right.NAME_STAND_IN, forStaffId);
        rights.mustSeePerson(staffId);
        if (unitId != null && caller.staffId() != null) {
            rights.demand(Right.READ, unitId);
        }
        Map<UUID, StaffMember> people = staff.lock(List.of(forStaffId, staffId));
        check(people.get(forStaffId), people.get(staffId), unitId == null ? null : units.get(unitId), from, to);
        StandIn standIn = new StandIn(
                Generators.timeBasedEpochGenerator().generate(), forStaffId, staffId, unitId, from, to, reason);
        standIns.overlapping(standIn).stream()
                .filter(standIn::sharesUnitWith)
                .findFirst()
                .ifPresent(other -> {
                    throw Refusal.conflict("stand-in-twice", other.from(), other.to());
                });
        standIns.persist(standIn);
        publish(standIn);
        return standIn;
    }

    private static void check(StaffMember forPerson, StaffMember person, Unit unit, LocalDate from, LocalDate to) {
        List<Refusal.Violation> violations = new ArrayList<>();
        if (person.equals(forPerson)) {
            violations.add(new Refusal.Violation("staffId", "stand-in-for-oneself"));
        }
        if (to.isBefore(from)) {
            violations.add(new Refusal.Violation("to", "ends-before-it-begins", from));
        }
        leaving("forStaffId", forPerson, to).ifPresent(violations::add);
        leaving("staffId", person, to).ifPresent(violations::add);
        if (unit != null) {
            Stream.of(from, to)
                    .filter(day -> unit.on(day).isEmpty())
                    .findFirst()
                    .ifPresent(day ->
                            violations.add(new Refusal.Violation("unitId", "unit-not-on-day", unit.code(), day)));
        }
        if (!violations.isEmpty()) {
            throw Refusal.unprocessable("invalid-request", violations);
        }
    }

    private static Optional<Refusal.Violation> leaving(String field, StaffMember person, LocalDate lastNeeded) {
        return person.worksHereOn(lastNeeded)
                ? Optional.empty()
                : Optional.of(new Refusal.Violation(field, "staff-leaves", person.staffNo(), person.lastDay()));
    }

    /**
     * Ends a stand-in earlier than it was made for.
     *
     * @param lastDay the last day of it; a day before the first one takes it back
     * @throws Refusal 403 if the caller may not name who stands in for that person, 404 without that stand-in, 409 if it was taken
     *     back, 422 if it would end later than it was made for
     */
    @Transactional
    StandIn end(UUID id, LocalDate lastDay) {
        rights.demandOverPartOfPerson(
                standIns.get(id).forStaffId(), Right.NAME_STAND_IN, () -> StandInRepository.unknown(id));
        StandIn standIn = standIns.lock(id);
        if (standIn.end(lastDay)) {
            publish(standIn);
        }
        return standIn;
    }

    /** With a unit, what was arranged for its seats ends. */
    void endWithUnit(@Observes UnitEnded unit) {
        standIns.ofUnitAfter(unit.unitId(), unit.lastDay()).forEach(standIn -> endEarly(standIn, unit.lastDay()));
    }

    /** Who leaves has no seats any more; nobody needs to stand in for that person. */
    void endWithPerson(@Observes StaffLeaves person) {
        standIns.forPersonAfter(person.staffId(), person.lastDay())
                .forEach(standIn -> endEarly(standIn, person.lastDay()));
    }

    private void endEarly(StandIn standIn, LocalDate lastDay) {
        standIn.end(lastDay);
        publish(standIn);
    }

    private void publish(StandIn standIn) {
        standIns.flush();
        StandInState state = StandInState.of(standIn);
        outbox.append(standIn.id(), standIn.version(), StandInState.TYPE, state);
        changes.append(new Change(
                Change.Action.of(standIn.version(), standIn.deleted()),
                Subject.STAND_IN,
                standIn.id(),
                standIn.version(),
                staff.get(standIn.forStaffId()).responsibleUnitId(),
                StandInView.of(standIn)));
    }

    /**
     * The stand-ins that are asked for, with the reason if one person's are asked for by somebody who may name them.
     *
     * @throws Refusal 404 if a person or unit that is asked for is not for the caller to see
     */
    List<StandInRepository.Known> list(StandInRepository.Wanted wanted, UUID after, int limit) {
        Optional.ofNullable(wanted.staffId()).ifPresent(person -> rights.demandOverPerson(Right.READ, person));
        Optional.ofNullable(wanted.forStaffId()).ifPresent(person -> rights.demandOverPerson(Right.READ, person));
        Optional.ofNullable(wanted.unitId()).ifPresent(unit -> rights.demand(Right.READ, unit));
        boolean withReason =
                wanted.forStaffId() != null && rights.holdsOverPerson(Right.NAME_STAND_IN, wanted.forStaffId());
        List<StandInRepository.Known> found =
                standIns.list(wanted, rights.visibleBureaus(), caller.staffId(), after, limit);
        return withReason
                ? found
                : found.stream().map(StandInRepository.Known::withoutReason).toList();
    }
}
