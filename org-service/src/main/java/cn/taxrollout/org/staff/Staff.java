package cn.taxrollout.org.staff;

import cn.taxrollout.org.history.Change;
import cn.taxrollout.org.history.ChangeLog;
import cn.taxrollout.org.history.Subject;
import cn.taxrollout.org.messaging.Outbox;
import cn.taxrollout.org.messaging.OutboxEvent;
import cn.taxrollout.org.search.Typed;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.staff.StaffMember.ContactPoints;
import cn.taxrollout.org.unit.UnitRepository;
import cn.taxrollout.org.web.IfMatch;
import cn.taxrollout.org.web.Refusal;
import cn.taxrollout.org.web.Refusal.Violation;
import com.fasterxml.uuid.Generators;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What can be done with people. Every change is recorded and goes out as the person's full state. */
@ApplicationScoped
public class Staff {
    private static final int DEPENDENTS_NAMED = 20;

    private final StaffRepository staff;
    private final UnitRepository units;
    private final Outbox outbox;
    private final ChangeLog changes;
    private final Rights rights;
    private final Caller caller;
    private final Event<StaffLeaves> leaves;
    private final Clock clock;

    Staff(
            StaffRepository staff,
            UnitRepository units,
            Outbox outbox,
            ChangeLog changes,
            Rights rights,
            Caller caller,
            Event<StaffLeaves> leaves,
            Clock clock) {
        this.staff = staff;
        this.units = units;
        this.outbox = outbox;
        this.changes = changes;
        this.rights = rights;
        this.caller = caller;
        this.leaves = leaves;
        this.clock = clock;
    }

    /**
     * A person as of a day, with contact points if the caller may see them.
     *
     * @throws Refusal 404 if there is no such person, or the caller can't see the person
     */
    StaffOnDay onDay(UUID id, LocalDate at) {
        boolean withContact = rights.holdsOverPerson(Right.SEE_CONTACT_POINTS, id);
        if (!withContact) {
            rights.demandOverPerson(Right.READ, id);
        }
        StaffOnDay member = staff.onDay(id, at).orElseThrow(() -> Refusal.notFound("staff-unknown", id));
        return withContact ? member : member.withoutContact();
    }

    /** The calling person, with contact points. */
    StaffOnDay me(LocalDate at) {
        return staff.onDay(caller.staffId(), at).orElseThrow(() -> Refusal.notFound("staff-unknown", caller.staffId()));
    }

    /** @throws Refusal 404 if the section or subtree that is asked for is not for the caller to see */
    List<StaffOnDay> list(UUID homeUnitId, UUID under, Typed typed, LocalDate at, String after, int limit) {
        Optional.ofNullable(homeUnitId).ifPresent(unit -> rights.demand(Right.READ, unit));
        Optional.ofNullable(under).ifPresent(unit -> rights.demand(Right.READ, unit));
        return staff.list(homeUnitId, under, typed, at, rights.visibleBureaus(), after, limit).stream()
                .map(StaffOnDay::withoutContact)
                .toList();
    }

    /**
     * Adds a person to a home section.
     *
     * @throws Refusal 403 if the caller may not change the section's staff, 404 without that section, 409 if the number is taken,
     *     422 if the section doesn't exist by that day
     */
    @Transactional
    StaffMember add(String staffNo, String name, Posting home, ContactPoints contact) {
        rights.demand(Right.CHANGE_STAFF, home.unitId());
        mustExist(home);
        if (staff.byStaffNo(staffNo).isPresent()) {
            throw Refusal.conflict("staff-no-taken", staffNo);
        }
        StaffMember member =
                new StaffMember(Generators.timeBasedEpochGenerator().generate(), staffNo, name, home, contact, today());
        staff.persist(member);
        publish(List.of(member));
        return member;
    }

    /**
     * What is to be other than before; null leaves what is.
     *
     * @param homeUnitId empty for a person who belongs to no section for the time being
     */
    record Alteration(
            String name,
            Optional<UUID> homeUnitId,
            Optional<String> email,
            Optional<String> mobile,
            Optional<String> chatId) {}

    /**
     * Changes how a person is called and reached, and moves the person to another section from a day on.
     *
     * @throws Refusal 403 if the caller may not change the staff of the sections concerned, 404 without that person or section, 409 if
     *     the person has left by then, 412 if the person was changed meanwhile, 422 if the section doesn't exist by that day
     */
    @Transactional
    StaffMember change(UUID id, IfMatch ifMatch, Alteration alteration, LocalDate from) {
        rights.mustSeePerson(id);
        StaffMember member = staff.lock(id);
        rights.demand(Right.CHANGE_STAFF, member.responsibleUnitId());
        ifMatch.demand(member.version());
        ContactPoints contact = member.contact();
        boolean changed = member.describe(
                alteration.name() == null ? member.name() : alteration.name(),
                new ContactPoints(
                        altered(alteration.email(), contact.email()),
                        altered(alteration.mobile(), contact.mobile()),
                        altered(alteration.chatId(), contact.chatId())));
        if (alteration.homeUnitId() != null) {
            changed |= alteration
                    .homeUnitId()
                    .map(unitId -> move(member, Posting.from(from, unitId)))
                    .orElseGet(() -> member.leaveSection(from, today()));
        }
        if (changed) {
            publish(List.of(member));
        }
        return member;
    }

    private boolean move(StaffMember member, Posting home) {
        rights.demand(Right.CHANGE_STAFF, home.unitId());
        mustExist(home);
        return member.move(home, today());
    }

    private static String altered(Optional<String> given, String present) {
        return given == null ? present : given.orElse(null);
    }

    private void mustExist(Posting home) {
        boolean exists = units.get(home.unitId()).periods().stream()
                .anyMatch(period -> home.fromDate() == null ? period.toDate() == null : period.covers(home.fromDate()));
        if (!exists) {
            throw Refusal.unprocessable(
                    "invalid-request",
                    List.of(new Violation("homeUnitId", "unit-not-on-day", home.unitId(), home.fromDate())));
        }
    }

    /**
     * Lets a person leave. Stand-ins for the person end with the person's seats.
     *
     * @param lastDay the last day here
     * @throws Refusal 403 if the caller may not change the section's staff, 404 without that person, 409 if the person holds seats or
     *     stands in for somebody after that day, which is named
     */
    @Transactional
    StaffMember depart(UUID id, LocalDate lastDay) {
        rights.mustSeePerson(id);
        StaffMember member = staff.lock(id);
        rights.demand(Right.CHANGE_STAFF, member.responsibleUnitId());
        if (member.leave(lastDay, today())) {
            List<Violation> leftBehind = leftBehind(List.of(member)).getOrDefault(member, List.of());
            if (!leftBehind.isEmpty()) {
                throw Refusal.conflict("staff-in-use", leftBehind);
            }
            endWhatIsArrangedFor(List.of(member));
            publish(List.of(member));
        }
        return member;
    }

    /** What these people would still hold after their last days, by person; those who would hold nothing are not in it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<StaffMember, List<Violation>> leftBehind(Collection<StaffMember> leaving) {
        if (leaving.isEmpty()) {
            return Map.of();
        }
        Map<UUID, StaffMember> byId = leaving.stream().collect(Collectors.toMap(StaffMember::id, Function.identity()));
        return staff.dependents(byId.keySet(), DEPENDENTS_NAMED).stream()
                .collect(Collectors.groupingBy(
                        left -> byId.get(left.staffId()),
                        Collectors.mapping(
                                left -> new Violation(
                                        left.field(), "left-behind-" + left.field(), left.name(), left.lastDay()),
                                Collectors.toList())));
    }

    /** Lets what was arranged for these people end with their last days. For people who would hold nothing any more. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endWhatIsArrangedFor(Collection<StaffMember> leaving) {
        leaving.forEach(member -> leaves.fire(new StaffLeaves(member.id(), member.lastDay())));
    }

    /**
     * Rolls people forward to a day on which something recorded for them begins or ends.
     *
     * @return how many; more may wait if it is the limit
     */
    @Transactional
    public int turn(LocalDate today, int limit) {
        List<StaffMember> due = staff.dueForTurn(today, limit);
        due.forEach(member -> member.turn(today));
        publish(due);
        return due.size();
    }

    /** Writes pending changes, records them and appends the state of each of these people to the outbox. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void publish(Collection<StaffMember> changed) {
        staff.flush();
        List<OutboxEvent> events = new ArrayList<>();
        List<Change> records = new ArrayList<>();
        for (StaffMember member : changed) {
            StaffMemberState state = StaffMemberState.of(member);
            events.add(new OutboxEvent(member.id(), member.version(), StaffMemberState.TYPE, state));
            records.add(new Change(
                    Change.Action.of(member.version(), !member.worksHere()),
                    Subject.STAFF_MEMBER,
                    member.id(),
                    member.version(),
                    member.responsibleUnitId(),
                    state));
        }
        outbox.append(events);
        changes.append(records);
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
