package cn.taxrollout.task.planimport;

import java.util.UUID;

/**
 * A unit that answers for a task.
 *
 * @param name as the document writes it, without spaces
 * @param unitId the unit of this installation that bears the name
 */
public record ResponsibleUnit(String name, UUID unitId) {}
