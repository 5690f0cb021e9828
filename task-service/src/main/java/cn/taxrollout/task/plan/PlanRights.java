package cn.taxrollout.task.plan;

import static cn.taxrollout.task.security.Relation.ADMINISTRATOR;
import static cn.taxrollout.task.security.Relation.COORDINATION;
import static cn.taxrollout.task.security.Relation.OFFICE;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.web.Refusal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The table of who may do what with a plan. */
public final class PlanRights {
    private static final Map<PlanAction, Set<Relation>> ENTITLED = Map.of(
            PlanAction.DRAFTING, EnumSet.of(COORDINATION, OFFICE, ADMINISTRATOR),
            PlanAction.PUBLICATION, EnumSet.of(COORDINATION, OFFICE, ADMINISTRATOR),
            PlanAction.REVISION, EnumSet.of(COORDINATION, OFFICE, ADMINISTRATOR),
            PlanAction.WITHDRAWAL, EnumSet.of(OFFICE, ADMINISTRATOR),
            PlanAction.CLOSURE, EnumSet.of(OFFICE, ADMINISTRATOR));

    private PlanRights() {}

    static Set<Relation> entitledTo(PlanAction action) {
        return ENTITLED.get(action);
    }

    /** @throws Refusal 403 if the caller may not do this with plans of this bureau */
    public static void demand(Caller caller, PlanAction action, UUID bureauId) {
        caller.mustStandIn(ENTITLED.get(action), bureauId);
    }

    /** @throws Refusal 403 if the caller may not bring plans into this bureau */
    public static void demand(Caller caller, UUID bureauId) {
        demand(caller, PlanAction.DRAFTING, bureauId);
    }

    /** @throws Refusal 403 if the caller may not change a plan in this state */
    public static void demandChange(Caller caller, PlanState state, UUID bureauId) {
        demand(caller, state == PlanState.DRAFT ? PlanAction.DRAFTING : PlanAction.REVISION, bureauId);
    }
}
