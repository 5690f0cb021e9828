package cn.taxrollout.task.planimport.draft;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A unit that answers for a task.
 *
 * @param name as the document writes it, without spaces; the key by which a correction names it
 * @param unitId the unit of this installation that is meant, null where none bears the name
 */
public record ResponsibleUnit(String name, UUID unitId, Role role) {

    /** What the document says of its part. */
    @Schema(name = "PlanImportUnitRole")
    public enum Role {
        /** 责任单位 */
        RESPONSIBLE,
        /** 牵头单位 */
        LEAD,
        /** 配合单位 */
        SUPPORTING
    }

    /** Drafts of before there were roles have none. */
    public ResponsibleUnit {
        role = role == null ? Role.RESPONSIBLE : role;
    }

    public ResponsibleUnit as(Role other) {
        return new ResponsibleUnit(name, unitId, other);
    }
}
