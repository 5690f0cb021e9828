package cn.taxrollout.org.security;

import cn.taxrollout.org.web.Refusal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;

/** Who calls, and what that person or system may do beyond the role that the endpoint asks for. */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;
    private final EntityManager entities;
    private final Clock clock;

    Caller(SecurityIdentity identity, EntityManager entities, Clock clock) {
        this.identity = identity;
        this.entities = entities;
        this.clock = clock;
    }

    /** The calling person's staff number, null for a system. */
    public String staffNo() {
        return identity.getAttribute(StaffRoles.STAFF_NO);
    }

    /** How the caller is named in records: the staff number, or the client's name for a system. */
    public String name() {
        return staffNo() != null ? staffNo() : identity.getPrincipal().getName();
    }

    /**
     * Demands that the caller may change this unit and what lies below it: a system with {@code org:write}, or whoever
     * holds a seat of rank ADMINISTRATOR today in the unit or above it. The top of the tree (null) is for systems alone.
     *
     * @throws Refusal 403 otherwise
     */
    public void mustAdminister(UUID unitId) {
        if (staffNo() == null ? !identity.hasRole("org:write") : unitId == null || !administers(unitId)) {
            throw Refusal.forbidden("not-administrator");
        }
    }

    private boolean administers(UUID unitId) {
        return !entities.createNativeQuery("""
                        with recursive up as (
                            select id, parent_id from unit where id = :unit
                            union all
                            select above.id, above.parent_id from unit above join up on above.id = up.parent_id)
                        select 1 from up
                        join seat on seat.unit_id = up.id and seat.rank = 'ADMINISTRATOR'
                        join appointment on appointment.seat_id = seat.id and not deleted
                         and :today between from_date and coalesce(to_date, 'infinity')
                        join staff_member on staff_member.id = appointment.staff_id and staff_no = :staffNo
                        limit 1
                        """)
                .setParameter("unit", unitId)
                .setParameter("today", LocalDate.now(clock))
                .setParameter("staffNo", staffNo())
                .getResultList()
                .isEmpty();
    }
}
