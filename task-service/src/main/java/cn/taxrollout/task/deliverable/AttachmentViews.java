package cn.taxrollout.task.deliverable;

import cn.taxrollout.task.clock.BusinessDay;
import cn.taxrollout.task.security.Actor;
import cn.taxrollout.task.tasks.Task;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Deliverables and files as callers see them. */
final class AttachmentViews {
    private AttachmentViews() {}

    /**
     * @param unitId the unit that handed it in
     * @param deliverable the document that the task must produce, null for other files
     * @param version counts the files of this name, from 1
     * @param size in bytes
     * @param sha256 of the content, as 64 hexadecimal digits
     * @param removedAt null unless removed, like removedBy
     * @param link to the content, null if removed
     */
    @Schema(name = "Attachment")
    record AttachmentView(
            UUID id,
            UUID taskId,
            UUID unitId,
            String deliverable,
            String fileName,
            int version,
            String mediaType,
            long size,
            String sha256,
            OffsetDateTime at,
            Actor actor,
            OffsetDateTime removedAt,
            Actor removedBy,
            String link) {
        static AttachmentView of(Attachment file) {
            return new AttachmentView(
                    file.id(),
                    file.taskId(),
                    file.unitId(),
                    file.deliverable(),
                    file.fileName(),
                    file.version(),
                    file.mediaType(),
                    file.size(),
                    file.sha256(),
                    BusinessDay.inChina(file.at()),
                    file.actor(),
                    file.isRemoved() ? BusinessDay.inChina(file.removedAt()) : null,
                    file.removedBy(),
                    file.isRemoved() ? null : "/v1/attachments/" + file.id());
        }
    }

    /**
     * @param demanded whether the plan asks for it; else it once did
     * @param handedIn whether there is a file of it
     * @param attachments its files with all their versions, the newest first
     */
    @Schema(name = "Deliverable")
    record DeliverableView(UUID id, String name, boolean demanded, boolean handedIn, List<AttachmentView> attachments) {
        static DeliverableView of(Deliverable document, Task task, List<Attachment> kept) {
            List<AttachmentView> files = kept.stream()
                    .filter(file -> document.name().equals(file.deliverable()))
                    .sorted(Comparator.comparing(Attachment::id).reversed())
                    .map(AttachmentView::of)
                    .toList();
            return new DeliverableView(
                    document.id(),
                    document.name(),
                    task.deliverables().contains(document.name()),
                    !files.isEmpty(),
                    files);
        }
    }
}
