package cn.taxrollout.task.tasks;

import static cn.taxrollout.task.tasks.AssignmentAction.ACCEPTANCE;
import static cn.taxrollout.task.tasks.AssignmentAction.CANCELLATION;
import static cn.taxrollout.task.tasks.AssignmentAction.PROGRESS_REPORT;
import static cn.taxrollout.task.tasks.AssignmentAction.RECEIPT;
import static cn.taxrollout.task.tasks.AssignmentAction.REOPENING;
import static cn.taxrollout.task.tasks.AssignmentAction.RESUMPTION;
import static cn.taxrollout.task.tasks.AssignmentAction.RETURN;
import static cn.taxrollout.task.tasks.AssignmentAction.SUBMISSION;
import static cn.taxrollout.task.tasks.AssignmentAction.SUSPENSION;
import static cn.taxrollout.task.tasks.AssignmentState.CANCELLED;
import static cn.taxrollout.task.tasks.AssignmentState.COMPLETED;
import static cn.taxrollout.task.tasks.AssignmentState.ESTABLISHED;
import static cn.taxrollout.task.tasks.AssignmentState.IN_PROGRESS;
import static cn.taxrollout.task.tasks.AssignmentState.ISSUED;
import static cn.taxrollout.task.tasks.AssignmentState.RECEIVED;
import static cn.taxrollout.task.tasks.AssignmentState.RETURNED;
import static cn.taxrollout.task.tasks.AssignmentState.SUBMITTED;
import static cn.taxrollout.task.tasks.AssignmentState.SUSPENDED;

import cn.taxrollout.task.web.Refusal;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The table of the lifecycle: which action is allowed in which state and where it leads. What isn't here is refused. */
final class Lifecycle {
    private static final Map<AssignmentAction, Map<AssignmentState, Function<Assignment, AssignmentState>>> TABLE =
            new EnumMap<>(AssignmentAction.class);

    static {
        allow(RECEIPT, to(RECEIVED), ISSUED);
        allow(PROGRESS_REPORT, to(IN_PROGRESS), RECEIVED, IN_PROGRESS, RETURNED);
        allow(PROGRESS_REPORT, to(ESTABLISHED), ESTABLISHED);
        allow(SUBMISSION, to(SUBMITTED), RECEIVED, IN_PROGRESS, RETURNED);
        allow(ACCEPTANCE, share -> share.task().deadline().continuing() ? ESTABLISHED : COMPLETED, SUBMITTED);
        allow(RETURN, to(RETURNED), SUBMITTED);
        allow(SUSPENSION, to(SUSPENDED), RECEIVED, IN_PROGRESS, RETURNED);
        allow(RESUMPTION, Assignment::resumesTo, SUSPENDED);
        allow(CANCELLATION, to(CANCELLED), ISSUED, RECEIVED, IN_PROGRESS, SUBMITTED, RETURNED, SUSPENDED, ESTABLISHED);
        allow(REOPENING, to(IN_PROGRESS), COMPLETED, ESTABLISHED, CANCELLED);
    }

    private Lifecycle() {}

    /**
     * Where the action leads from the assignment's state.
     *
     * @throws Refusal 409 if the state doesn't allow it; it names what is allowed instead
     */
    static AssignmentState target(Assignment share, AssignmentAction action) {
        var target = TABLE.get(action).get(share.state());
        if (target == null) {
            Set<AssignmentAction> allowed = actionsAllowedIn(share.state());
            Set<AssignmentState> allowing = statesThatAllow(action);
            throw Refusal.conflict("action-refused", share.state(), action, allowed, allowing)
                    .with("state", share.state())
                    .with("allowedActions", allowed)
                    .with("allowingStates", allowing);
        }
        return target.apply(share);
    }

    static Set<AssignmentState> statesThatAllow(AssignmentAction action) {
        return TABLE.get(action).keySet();
    }

    static Set<AssignmentAction> actionsAllowedIn(AssignmentState state) {
        Set<AssignmentAction> actions = EnumSet.noneOf(AssignmentAction.class);
        TABLE.forEach((action, states) -> {
            if (states.containsKey(state)) {
                actions.add(action);
            }
        });
        return actions;
    }

    /**
     * What can be done with a share, whoever wants to.
     *
     * @param ended its task has ended with its plan
     * @param blocked its task has to wait, and the work with it
     */
    static Set<AssignmentAction> actionsAllowed(AssignmentState state, boolean ended, boolean blocked) {
        if (ended) {
            return EnumSet.noneOf(AssignmentAction.class);
        }
        Set<AssignmentAction> allowed = actionsAllowedIn(state);
        if (blocked && !state.isDone()) {
            allowed.removeAll(AssignmentAction.WORKING);
        }
        return allowed;
    }

    private static Function<Assignment, AssignmentState> to(AssignmentState state) {
        return share -> state;
    }

    private static void allow(
            AssignmentAction action, Function<Assignment, AssignmentState> target, AssignmentState... from) {
        var states = TABLE.computeIfAbsent(action, a -> new EnumMap<>(AssignmentState.class));
        Arrays.stream(from).forEach(state -> states.put(state, target));
    }
}
