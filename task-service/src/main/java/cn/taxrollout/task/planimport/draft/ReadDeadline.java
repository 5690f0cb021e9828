package cn.taxrollout.task.planimport.draft;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A deadline as the document states it: Chinese calendar dates, no time of day, no policy applied yet.
 *
 * @param opensOn the first day, null for {@link Kind#BEFORE}
 * @param dueOn the last day, which still counts ("12月15日前" is read as including the 15th); null for {@link Kind#FROM}
 * @param report what a continuing task owes again and again; null where nothing is said, and for all other kinds
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReadDeadline(Kind kind, LocalDate opensOn, LocalDate dueOn, PeriodicReport report) {

    /** The four kinds of deadline that plans know. */
    @Schema(name = "PlanImportDeadlineKind")
    public enum Kind {
        /** 2022年12月15日前: done by that day. */
        BEFORE,
        /** 2023年3月28日: done on that very day, which is first and last day at once. */
        ON,
        /** 2023年3月25日-28日: done within those days. */
        WINDOW,
        /** 2023年3月1日起后持续开展: begun on that day and carried on without an end. */
        FROM
    }

    public static ReadDeadline before(LocalDate day) {
        return new ReadDeadline(Kind.BEFORE, null, day, null);
    }

    public static ReadDeadline on(LocalDate day) {
        return new ReadDeadline(Kind.ON, day, day, null);
    }

    public static ReadDeadline window(LocalDate first, LocalDate last) {
        return new ReadDeadline(Kind.WINDOW, first, last, null);
    }

    public static ReadDeadline from(LocalDate day) {
        return new ReadDeadline(Kind.FROM, day, null, null);
    }

    ReadDeadline reporting(PeriodicReport owed) {
        return new ReadDeadline(kind, opensOn, dueOn, owed);
    }

    /** Whether the dates are those of the kind, in order. */
    boolean isConsistent() {
        boolean dates =
                switch (kind) {
                    case BEFORE -> opensOn == null && dueOn != null;
                    case ON -> opensOn != null && opensOn.equals(dueOn);
                    case WINDOW -> opensOn != null && dueOn != null && !dueOn.isBefore(opensOn);
                    case FROM -> opensOn != null && dueOn == null;
                };
        return dates && (report == null || kind == Kind.FROM && report.hasDays());
    }

    /** The day by which a date without a year is understood: the last one, or the first where there is no last. */
    LocalDate anchor() {
        return dueOn == null ? opensOn : dueOn;
    }

    /** For people and findings: {@code 2023-03-25}, {@code 2023-03-25/2023-03-28}, {@code 2023-03-01/}. */
    public String inWords() {
        return switch (kind) {
            case BEFORE, ON -> dueOn.toString();
            case WINDOW -> opensOn + "/" + dueOn;
            case FROM -> opensOn + "/";
        };
    }
}
