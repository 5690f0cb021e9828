package cn.taxrollout.task.checklist;

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
 * @param unitId the unit whose share it is in
 * @param position among the items of the share, from 1
 * @param required whether the share can't be submitted before it is done
 * @param staffNo who sees to it; null if nobody in particular does, or a unit
 * @param percent 100 once it is done
 * @param doneAt null unless done, like doneBy
 */
@Schema(name = "ChecklistItem")
record ItemView(
        UUID id,
        UUID taskId,
        UUID unitId,
        int position,
        String title,
        LocalDate plannedOn,
        boolean required,
        String staffNo,
        UUID responsibleUnitId,
        int percent,
        String remark,
        boolean done,
        OffsetDateTime doneAt,
        Actor doneBy) {
    static ItemView of(ChecklistItem item) {
        ChecklistItem.Content content = item.content();
        return new ItemView(
                item.id(),
                item.taskId(),
                item.unitId(),
                item.position(),
                content.title(),
                content.plannedOn(),
                content.required(),
                content.staffNo(),
                content.responsibleUnitId(),
                item.percent(),
                item.remark(),
                item.isDone(),
                item.isDone() ? BusinessDay.inChina(item.doneAt()) : null,
                item.doneBy());
    }

    /** The answer that carries this item and its version. */
    static RestResponse<ItemView> answer(ResponseBuilder<ItemView> response, ChecklistItem item) {
        return response.entity(of(item)).tag(ETag.of(item.version())).build();
    }
}
