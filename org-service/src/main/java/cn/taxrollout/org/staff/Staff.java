package cn.taxrollout.org.staff;

import cn.taxrollout.org.messaging.Outbox;
import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.unit.UnitRepository;
import cn.taxrollout.org.web.Refusal;
import com.fasterxml.uuid.Generators;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What can be done with people. Every change goes out as the person's full state. */
@ApplicationScoped
public class Staff {
    private final StaffRepository staff;
    private final UnitRepository units;
    private final Outbox outbox;
    private final Caller caller;

    Staff(StaffRepository staff, UnitRepository units, Outbox outbox, Caller caller) {
        this.staff = staff;
        this.units = units;
        this.outbox = outbox;
        this.caller = caller;
    }

    /**
     * Adds a person to a home section.
     *
     * @throws Refusal 403 if the caller doesn't administer the section, 404 without that section, 409 if the number is taken
     */
    @Transactional
    StaffMember add(String staffNo, String name, UUID homeUnitId, StaffMember.ContactPoints contact) {
        caller.mustAdminister(homeUnitId);
        units.get(homeUnitId);
        if (staff.byStaffNo(staffNo).isPresent()) {
            throw Refusal.conflict("staff-no-taken", staffNo);
        }
        StaffMember member =
                new StaffMember(Generators.timeBasedEpochGenerator().generate(), staffNo, name, homeUnitId, contact);
        staff.persist(member);
        publish(List.of(member));
        return member;
    }

    /** Writes pending changes and appends the state of each of these people to the outbox. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void publish(Collection<StaffMember> changed) {
        staff.flush();
        changed.forEach(member -> StaffMemberState.appendTo(outbox, member));
    }
}
