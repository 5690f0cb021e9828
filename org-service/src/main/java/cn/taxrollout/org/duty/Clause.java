package cn.taxrollout.org.duty;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * One thing that a unit answers for.
 *
 * @param sourceLine the line of the document from which it was read, counted from 1; null if it came from none
 */
public record Clause(
        @NotBlank @Size(max = 2000) String text, @Min(1) Integer sourceLine) {}
