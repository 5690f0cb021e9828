package cn.taxrollout.task.tasks;

import cn.taxrollout.task.messaging.Outbox;
import cn.taxrollout.task.plan.Phase;
import cn.taxrollout.task.plan.PhaseRepository;
import cn.taxrollout.task.plan.PlanEvent;
import cn.taxrollout.task.security.Actor;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts, completes and reopens phases as their tasks open and close, in the same transaction. */
@ApplicationScoped
public class PhaseProgress {
    private final PhaseRepository phases;
    private final TaskRepository tasks;
    private final Outbox outbox;

    PhaseProgress(PhaseRepository phases, TaskRepository tasks, Outbox outbox) {
        this.phases = phases;
        this.tasks = tasks;
        this.outbox = outbox;
    }

    void taskClosed(Phase phase, Actor actor, Instant at) {
        if (phases.changeOpenTasks(phase.id(), -1) == 0) {
            phases.lock(Set.of(phase));
            append(phase.complete(actor, at, tasks.unitsIn(phase.id())), at);
        }
    }

    void taskReopened(Phase phase, Actor actor, Instant at) {
        boolean wasComplete = phases.changeOpenTasks(phase.id(), 1) == 1;
        if (wasComplete) {
            phases.lock(Set.of(phase));
            append(phase.reopen(actor, tasks.unitsIn(phase.id())), at);
        }
    }

    /** Counts a task that was added to the phase. */
    void taskAdded(Phase phase, Actor actor, Instant at) {
        phases.lock(Set.of(phase));
        boolean wasComplete = phase.completedAt() != null;
        phases.changeOpenTasks(phase.id(), 1);
        if (wasComplete) {
            append(phase.reopen(actor, tasks.unitsIn(phase.id())), at);
        }
    }

    /** Counts an open task in another phase of its plan than before; an empty phase isn't a complete one. */
    void taskMoved(Phase from, Phase to, Actor actor, Instant at) {
        phases.lock(List.of(from, to));
        boolean wasComplete = to.completedAt() != null;
        if (phases.changeOpenTasks(from.id(), -1) == 0 && phases.hasTasks(from.id())) {
            append(from.complete(actor, at, tasks.unitsIn(from.id())), at);
        }
        phases.changeOpenTasks(to.id(), 1);
        if (wasComplete) {
            append(to.reopen(actor, tasks.unitsIn(to.id())), at);
        }
    }

    /**
     * Starts those of the phases that haven't started. To be called last in a transaction: it locks them and their plans.
     *
     * @param opened the phases with the times from which they run
     */
    public void start(Map<Phase, Instant> opened, Actor actor) {
        List<Phase> waiting = opened.keySet().stream()
                .filter(phase -> phase.startedAt() == null)
                .toList();
        phases.lock(waiting);
        for (Phase phase : waiting) {
            if (phase.startedAt() == null) {
                Instant at = opened.get(phase);
                append(phase.start(actor, at, tasks.unitsIn(phase.id())), at);
            }
        }
    }

    private void append(PlanEvent event, Instant at) {
        outbox.append(event.plan().id(), event.sequence(), event.type(), at, event);
    }
}
