package cn.taxrollout.task.deliverable;

import static cn.taxrollout.task.security.Relation.ADMINISTRATOR;
import static cn.taxrollout.task.security.Relation.MEMBER;
import static cn.taxrollout.task.security.Relation.OFFICE;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.web.Refusal;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** What can be done with the files of a unit's share, and the table of who may do it. Whoever may see the plan may read them. */
enum AttachmentAction {
    HAND_IN(EnumSet.of(MEMBER, ADMINISTRATOR)),
    REMOVE(EnumSet.of(MEMBER, OFFICE, ADMINISTRATOR));

    private final Set<Relation> entitled;

    AttachmentAction(Set<Relation> entitled) {
        this.entitled = entitled;
    }

    /** @throws Refusal 403 if the caller may not do this with the share of this unit in a plan of this bureau */
    void demand(Caller caller, UUID bureauId, UUID unitId) {
        caller.mustStandIn(entitled, bureauId, unitId);
    }
}
