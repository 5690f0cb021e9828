package cn.taxrollout.task.help;

import cn.taxrollout.task.security.Caller;
import cn.taxrollout.task.security.Relation;
import cn.taxrollout.task.web.Refusal;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The table of who may do what with a request for help. */
final class HelpRights {
    enum HelpAction {
        /** In the name of the unit that needs help. */
        REQUEST,
        /** In the name of the unit that was asked. */
        ANSWER,
        /** Likewise. */
        DECLINE
    }

    private static final Map<HelpAction, Set<Relation>> ENTITLED = Map.of(
            HelpAction.REQUEST, EnumSet.of(Relation.MEMBER, Relation.ADMINISTRATOR),
            HelpAction.ANSWER, EnumSet.of(Relation.MEMBER, Relation.ADMINISTRATOR),
            HelpAction.DECLINE, EnumSet.of(Relation.HEAD, Relation.ADMINISTRATOR));

    private HelpRights() {}

    /**
     * @param unitId in whose name it is done
     * @throws Refusal 403 if the caller may not do this in a plan of this bureau
     */
    static void demand(Caller caller, HelpAction action, UUID bureauId, UUID unitId) {
        caller.mustStandIn(ENTITLED.get(action), bureauId, unitId);
    }
}
