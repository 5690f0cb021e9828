package cn.taxrollout.org.security;

import java.util.Set;

/**
 * Who does something, as it is kept in records and with work that goes on after the request.
 *
 * @param name the staff number of a person, the client's name of a system, the rule's name
 * @param client the client through which a person or system came, null for a rule
 * @param scopes what a system may do; empty for people, whose rights follow from their seats
 */
public record Actor(Kind kind, String name, String client, Set<String> scopes) {
    public enum Kind {
        STAFF,
        SYSTEM,
        RULE
    }

    public static Actor staff(String staffNo, String client) {
        return new Actor(Kind.STAFF, staffNo, client, Set.of());
    }

    public static Actor system(String client, Set<String> scopes) {
        return new Actor(Kind.SYSTEM, client, client, Set.copyOf(scopes));
    }

    public static Actor rule(String name) {
        return new Actor(Kind.RULE, name, null, Set.of());
    }
}
