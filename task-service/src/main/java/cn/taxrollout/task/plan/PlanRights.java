package cn.taxrollout.task.plan;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.web.Refusal;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Who may bring a plan into the system and publish it. */
public final class PlanRights {
    private static final Set<Relation> ENTITLED =
            EnumSet.of(Relation.COORDINATION, Relation.OFFICE, Relation.ADMINISTRATOR);

    private PlanRights() {}

    /** @throws Refusal 403 if the caller may not do this with plans of this bureau */
    public static void demand(Caller caller, UUID bureauId) {
        caller.mustStandIn(ENTITLED, bureauId);
    }
}
