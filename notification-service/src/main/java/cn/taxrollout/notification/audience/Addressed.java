package cn.taxrollout.notification.audience;

import java.util.UUID;

/** A group as seen from a unit. */
public record Addressed(UUID unitId, AudienceGroup group) {}
