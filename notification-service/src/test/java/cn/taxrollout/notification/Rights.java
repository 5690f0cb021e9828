package cn.taxrollout.notification;

import static java.util.Map.entry;

import cn.taxrollout.deploy.embedded.TokenIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who may call what: the table that every endpoint has to enter. */
@ApplicationScoped
public class Rights {
    /** Who may call. Nobody may without a token, and a token for nobody in particular opens nothing. */
    public enum Role {
        ANONYMOUS,
        PERSON,
        ADMINISTRATOR,
        /** Of a bureau below another. */
        BUREAU_ADMINISTRATOR,
        SYSTEM,
        NOTIFYING_SYSTEM
    }

    /** The own things of whoever works here. */
    private static final Set<Role> PEOPLE = EnumSet.of(Role.PERSON, Role.ADMINISTRATOR, Role.BUREAU_ADMINISTRATOR);

    /** What belongs to the operation of the service. */
    private static final Set<Role> OPERATORS = EnumSet.of(Role.ADMINISTRATOR, Role.NOTIFYING_SYSTEM);

    /** What they tell others, and what becomes of it. */
    private static final Set<Role> TELLERS =
            EnumSet.of(Role.ADMINISTRATOR, Role.BUREAU_ADMINISTRATOR, Role.NOTIFYING_SYSTEM);

    /** What other systems do for themselves. */
    private static final Set<Role> SYSTEMS = EnumSet.of(Role.NOTIFYING_SYSTEM);

    private static final Map<String, Set<Role>> TABLE = Map.ofEntries(
            entry("GET /v1/subscriptions", SYSTEMS),
            entry("POST /v1/subscriptions", SYSTEMS),
            entry("GET /v1/subscriptions/{id}", SYSTEMS),
            entry("PATCH /v1/subscriptions/{id}", SYSTEMS),
            entry("DELETE /v1/subscriptions/{id}", SYSTEMS),
            entry("POST /v1/subscriptions/{id}/secret", SYSTEMS),
            entry("POST /v1/subscriptions/{id}/ping", SYSTEMS),
            entry("POST /v1/subscriptions/{id}/replay", SYSTEMS),
            entry("GET /v1/subscriptions/{id}/deliveries", SYSTEMS),
            entry("GET /v1/inbox", PEOPLE),
            entry("GET /v1/inbox/stream", PEOPLE),
            entry("GET /v1/inbox/{id}", PEOPLE),
            entry("POST /v1/inbox/read", PEOPLE),
            entry("GET /v1/inbox/{id}/deliveries", PEOPLE),
            entry("GET /v1/preferences", PEOPLE),
            entry("PUT /v1/preferences", PEOPLE),
            entry("GET /v1/deliveries", OPERATORS),
            entry("GET /v1/deliveries/{id}", OPERATORS),
            entry("POST /v1/deliveries/{id}/retry", OPERATORS),
            entry("POST /v1/deliveries/{id}/giving-up", OPERATORS),
            entry("POST /v1/inbox/{id}/read", PEOPLE),
            entry("POST /v1/inbox/{id}/acknowledgement", PEOPLE),
            entry("GET /v1/audience-rules", OPERATORS),
            entry("POST /v1/messages", TELLERS),
            entry("GET /v1/messages/{id}", TELLERS),
            entry("GET /v1/messages/{id}/audience", TELLERS),
            entry("GET /v1/parked-events", OPERATORS),
            entry("POST /v1/parked-events/{key}/replay", OPERATORS),
            entry("GET /v1/parked-events/keys", OPERATORS),
            entry("GET /v1/parked-events/discarded", OPERATORS),
            entry("POST /v1/parked-events/{key}/discard", OPERATORS),
            entry("GET /v1/templates", OPERATORS),
            entry("GET /v1/templates/{kind}", OPERATORS),
            entry("PUT /v1/templates/{kind}", OPERATORS),
            entry("GET /v1/templates/{kind}/versions", OPERATORS),
            entry("POST /v1/templates/{kind}/restoration", OPERATORS),
            entry("POST /v1/templates/{kind}/preview", OPERATORS));

    private final Map<Role, String> tokens = new EnumMap<>(Role.class);

    Rights(CopiedDirectory copied) {
        var organisation = new Organisation();
        UUID bureau = organisation.unit("权限税务局", "BUREAU", null);
        tokens.put(Role.PERSON, personWithScopes(organisation, organisation.member(bureau)));
        tokens.put(Role.ADMINISTRATOR, personWithScopes(organisation, organisation.holder(bureau, "ADMINISTRATOR")));
        UUID below = organisation.unit("权限区税务局", "BUREAU", organisation.unit("一科", "SECTION", bureau));
        tokens.put(
                Role.BUREAU_ADMINISTRATOR, personWithScopes(organisation, organisation.holder(below, "ADMINISTRATOR")));
        tokens.put(Role.SYSTEM, TokenIssuer.shared().system("payroll", "task:write", "org:write", "staff"));
        tokens.put(Role.NOTIFYING_SYSTEM, TokenIssuer.shared().system("payroll", "notification:write"));
        copied.take(organisation);
    }

    /** Scopes in a person's token give that person nothing. */
    private static String personWithScopes(Organisation organisation, UUID person) {
        return TokenIssuer.shared()
                .token()
                .claim("staff_no", organisation.staffNo(person))
                .claim("scope", "notification:write")
                .sign();
    }

    public static Set<String> endpoints() {
        return TABLE.keySet();
    }

    /** @throws IllegalArgumentException if the endpoint isn't in the table */
    public static Set<Role> mayCall(String method, String path) {
        Set<Role> roles = TABLE.get(method + " " + path);
        if (roles == null) {
            throw new IllegalArgumentException(
                    "who may call %s %s isn't in the table of Rights".formatted(method, path));
        }
        return roles;
    }

    /** The token of one with this role, null for {@link Role#ANONYMOUS}. */
    public String token(Role role) {
        return tokens.get(role);
    }

    /** The token of one who may call the endpoint, and whom it refuses for other reasons only. */
    public String someoneWhoMay(String method, String path) {
        return mayCall(method, path).stream().map(this::token).findFirst().orElseThrow();
    }
}
