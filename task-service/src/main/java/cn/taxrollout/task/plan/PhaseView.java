package cn.taxrollout.task.plan;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.web.ETag;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * A phase as callers see it.
 *
 * @param openTasks how many of its tasks are neither final nor established
 * @param startedAt null until its first task can be worked on
 * @param completedAt null while a task of it is open
 */
@Schema(name = "Phase")
record PhaseView(
        UUID id, int ordinal, String title, int openTasks, OffsetDateTime startedAt, OffsetDateTime completedAt) {
    static PhaseView of(Phase phase) {
        return new PhaseView(
                phase.id(),
                phase.ordinal(),
                phase.title(),
                phase.openTasks(),
                BusinessDay.inChina(phase.startedAt()),
                BusinessDay.inChina(phase.completedAt()));
    }

    /** The answer that carries this phase and its version. */
    static RestResponse<PhaseView> answer(ResponseBuilder<PhaseView> response, Phase phase) {
        return response.entity(of(phase)).tag(ETag.of(phase.version())).build();
    }
}
