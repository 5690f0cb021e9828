package cn.taxrollout.org.duty;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing that a unit answers for.
 *
 * @param sourceLine the line of the document from which it was read, counted from 1; null if it came from none
 */
public record Clause(
        @Schema(examples = "分批开展数据迁移和核对") @NotBlank @Size(max = 2000)
        String text,

        @Schema(nullable = true, examples = "87") @Min(1) Integer sourceLine) {}
