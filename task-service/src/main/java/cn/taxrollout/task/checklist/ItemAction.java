package cn.taxrollout.task.checklist;

import static cn.taxrollout.task.security.Relation.ADMINISTRATOR;
import static cn.taxrollout.task.security.Relation.MEMBER;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.web.Refusal;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** What can be done with the items of a unit's share, and the table of who may do it. */
enum ItemAction {
    ADD(EnumSet.of(MEMBER, ADMINISTRATOR), false),
    CHANGE(EnumSet.of(MEMBER, ADMINISTRATOR), false),
    REMOVE(EnumSet.of(MEMBER, ADMINISTRATOR), false),
    /** Saying how far it is, that it is done, or that it isn't. */
    SETTLE(EnumSet.of(MEMBER, ADMINISTRATOR), true);

    private final Set<Relation> entitled;
    /** The person who sees to the item, or the members of the unit that does. */
    private final boolean alsoResponsible;

    ItemAction(Set<Relation> entitled, boolean alsoResponsible) {
        this.entitled = entitled;
        this.alsoResponsible = alsoResponsible;
    }

    /** @throws Refusal 403 if the caller may not do this with the share of this unit in a plan of this bureau */
    void demand(Caller caller, UUID bureauId, UUID unitId) {
        caller.mustStandIn(entitled, bureauId, unitId);
    }

    /** @throws Refusal 403 if the caller may not do this with this item of a plan of this bureau */
    void demand(Caller caller, UUID bureauId, ChecklistItem item) {
        if (!alsoResponsible || !item.isEntrustedTo(caller.actor(), caller::isMemberOf)) {
            demand(caller, bureauId, item.unitId());
        }
    }
}
