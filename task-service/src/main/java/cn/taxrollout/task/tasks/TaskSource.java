package cn.taxrollout.task.tasks;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What ordered a task that the plan didn't have (临时交办).
 *
 * @param reference which one, such as the day of the meeting or the number of the document
 */
@Embeddable
@Schema(name = "TaskSource")
public record TaskSource(
        @Column(name = "source_kind") @Enumerated(EnumType.STRING) @NotNull
        Kind kind,

        @Schema(examples = "3月15日局长办公会") @Column(name = "source_reference") @NotBlank @Size(max = 500)
        String reference) {
    @Schema(name = "TaskSourceKind")
    public enum Kind {
        /** An instruction of a leader (批示). */
        INSTRUCTION,
        /** A decision of a meeting. */
        MEETING,
        /** A document of a superior bureau. */
        SUPERIOR_DOCUMENT,
        OTHER
    }
}
