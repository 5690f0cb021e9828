package cn.taxrollout.task.security;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Who did something, as it is recorded and published.
 *
 * @param id the staff number, the client id of a system, or the name of a rule of this service
 */
public record Actor(Kind kind, String id) {
    @Schema(name = "ActorKind")
    public enum Kind {
        STAFF,
        SYSTEM,
        RULE
    }

    public static Actor staff(String staffNo) {
        return new Actor(Kind.STAFF, staffNo);
    }

    public static Actor system(String clientId) {
        return new Actor(Kind.SYSTEM, clientId);
    }

    public static Actor rule(String name) {
        return new Actor(Kind.RULE, name);
    }
}
