package cn.taxrollout.task.plan;

import java.util.UUID;

/** A phase as events name it; ordinals start at 1. */
public record PhaseRef(UUID id, int ordinal, String title) {}
