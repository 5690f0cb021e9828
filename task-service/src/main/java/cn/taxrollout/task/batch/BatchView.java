package cn.taxrollout.task.batch;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.web.ETag;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/**
 * @param unitId the unit whose share it is of
 * @param number among the batches of the share, from 1
 * @param doneAt null unless done, like doneBy
 */
@Schema(name = "Batch")
record BatchView(
        UUID id,
        UUID taskId,
        UUID unitId,
        int number,
        String name,
        LocalDate plannedOn,
        long plannedCount,
        long achievedCount,
        String remark,
        boolean done,
        OffsetDateTime doneAt,
        Actor doneBy) {
    static BatchView of(Batch batch) {
        Batch.Content content = batch.content();
        return new BatchView(
                batch.id(),
                batch.taskId(),
                batch.unitId(),
                batch.number(),
                content.name(),
                content.plannedOn(),
                content.planned(),
                content.achieved(),
                batch.remark(),
                batch.isDone(),
                batch.isDone() ? BusinessDay.inChina(batch.doneAt()) : null,
                batch.doneBy());
    }

    /** The answer that carries this batch and its version. */
    static RestResponse<BatchView> answer(ResponseBuilder<BatchView> response, Batch batch) {
        return response.entity(of(batch)).tag(ETag.of(batch.version())).build();
    }
}
