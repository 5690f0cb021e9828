package cn.taxrollout.task.plan;

import cn.taxrollout.task.security.Actor;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** What happened to a plan or to one of its phases. The sequence rises by one per plan. */
public sealed interface PlanEvent {
    /** The wire name. */
    String type();

    long sequence();

    PlanRef plan();

    /** @param units every responsible unit with its number of shares */
    record PlanPublished(long sequence, PlanRef plan, LocalDate issuedOn, List<UnitShare> units, Actor actor)
            implements PlanEvent {
        public static final String TYPE = "cn.taxrollout.task.PlanPublished.v1";

        /**
         * @param assigned all shares of the unit in the plan
         * @param backfilled those of them whose deadline lay before publication
         */
        public record UnitShare(UUID unitId, int assigned, int backfilled) {}

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The published plan says something else from now on.
     *
     * @param version from 2 on; 1 is what was published
     * @param unitIds the units whom it concerns
     */
    record PlanRevised(
            long sequence,
            PlanRef plan,
            int version,
            String reason,
            List<PlanChange> changes,
            List<UUID> unitIds,
            Actor actor)
            implements PlanEvent {
        public static final String TYPE = "cn.taxrollout.task.PlanRevised.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The plan has ended, and its continuing tasks with it.
     *
     * @param summary how it ended
     * @param tasks how many there are in which state
     * @param unitIds all units with a share in it
     */
    record PlanClosed(long sequence, PlanRef plan, String summary, Counts tasks, List<UUID> unitIds, Actor actor)
            implements PlanEvent {
        public static final String TYPE = "cn.taxrollout.task.PlanClosed.v1";

        public record Counts(int completed, int established, int cancelled) {}

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param unitIds all units with a share in the phase */
    record PhaseStarted(long sequence, PlanRef plan, PhaseRef phase, List<UUID> unitIds, Actor actor)
            implements PlanEvent {
        public static final String TYPE = "cn.taxrollout.task.PhaseStarted.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Every task of the phase is completed, cancelled or established. */
    record PhaseCompleted(long sequence, PlanRef plan, PhaseRef phase, List<UUID> unitIds, Actor actor)
            implements PlanEvent {
        public static final String TYPE = "cn.taxrollout.task.PhaseCompleted.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A task of a completed phase is open again. */
    record PhaseReopened(long sequence, PlanRef plan, PhaseRef phase, List<UUID> unitIds, Actor actor)
            implements PlanEvent {
        public static final String TYPE = "cn.taxrollout.task.PhaseReopened.v1";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
