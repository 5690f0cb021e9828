package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.security.Relation.ADMINISTRATOR;
import static cn.taxrollout.task.security.Relation.COORDINATION;
import static cn.taxrollout.task.security.Relation.HEAD;
import static cn.taxrollout.task.security.Relation.MEMBER;
import static cn.taxrollout.task.security.Relation.OFFICE;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.web.Refusal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The table of who may do what with a unit's share. */
final class ActionRights {
    private static final Map<AssignmentAction, Set<Relation>> ENTITLED = Map.of(
            AssignmentAction.RECEIPT, EnumSet.of(MEMBER, ADMINISTRATOR),
            AssignmentAction.PROGRESS_REPORT, EnumSet.of(MEMBER, ADMINISTRATOR),
            AssignmentAction.SUBMISSION, EnumSet.of(MEMBER, ADMINISTRATOR),
            AssignmentAction.ACCEPTANCE, EnumSet.of(OFFICE, COORDINATION, ADMINISTRATOR),
            AssignmentAction.RETURN, EnumSet.of(OFFICE, COORDINATION, ADMINISTRATOR),
            AssignmentAction.SUSPENSION, EnumSet.of(HEAD, OFFICE, ADMINISTRATOR),
            AssignmentAction.RESUMPTION, EnumSet.of(HEAD, OFFICE, ADMINISTRATOR),
            AssignmentAction.CANCELLATION, EnumSet.of(OFFICE, ADMINISTRATOR),
            AssignmentAction.REOPENING, EnumSet.of(OFFICE, ADMINISTRATOR));

    /**
     * Judging one's own unit's work is barred, whatever else one is (recusal, 回避); so is that of a unit for a member of which
     * one stands in, for one can act in its name.
     */
    private static final Set<AssignmentAction> JUDGING =
            EnumSet.of(AssignmentAction.ACCEPTANCE, AssignmentAction.RETURN);

    private ActionRights() {}

    /** @throws Refusal 403 if the caller may not do this with the share of this unit in a plan of this bureau */
    static void demand(Caller caller, AssignmentAction action, UUID bureauId, UUID unitId) {
        caller.mustStandIn(ENTITLED.get(action), bureauId, unitId);
        if (JUDGING.contains(action) && caller.isMemberOf(unitId)) {
            throw Refusal.forbidden("recusal", action);
        }
    }
}
