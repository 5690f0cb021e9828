package cn.taxrollout.task.batch;

import static cn.taxrollout.task.security.Relation.ADMINISTRATOR;
import static cn.taxrollout.task.security.Relation.MEMBER;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.web.Refusal;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** What can be done with the batches of a unit's share, and the table of who may do it. */
enum BatchAction {
    ADD(EnumSet.of(MEMBER, ADMINISTRATOR)),
    CHANGE(EnumSet.of(MEMBER, ADMINISTRATOR)),
    REMOVE(EnumSet.of(MEMBER, ADMINISTRATOR)),
    COMPLETE(EnumSet.of(MEMBER, ADMINISTRATOR)),
    REOPEN(EnumSet.of(MEMBER, ADMINISTRATOR));

    private final Set<Relation> entitled;

    BatchAction(Set<Relation> entitled) {
        this.entitled = entitled;
    }

    /** @throws Refusal 403 if the caller may not do this with the share of this unit in a plan of this bureau */
    void demand(Caller caller, UUID bureauId, UUID unitId) {
        caller.mustStandIn(entitled, bureauId, unitId);
    }
}
