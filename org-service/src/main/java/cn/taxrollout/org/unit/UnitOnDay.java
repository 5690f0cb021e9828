package cn.taxrollout.org.unit;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

/**
 * A unit as it was, is or will be on a day.
 *
 * @param parentId the unit above on that day, null at the top
 * @param from since when it is described like that, null for ever
 * @param to until when, inclusive, null while open
 * @param version of the unit as a whole
 */
public record UnitOnDay(
        UUID id,
        String code,
        UnitKind kind,
        String name,
        UUID parentId,
        Set<UnitFunction> functions,
        LocalDate from,
        LocalDate to,
        long version) {}
