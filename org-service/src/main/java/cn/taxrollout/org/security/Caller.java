package cn.taxrollout.org.security;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who does what is being done: whoever sent the request, or whoever work that goes on after a request is done for. */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;
    private final ReachQuery reaches;
    private Actor actor;
    private Reach reach;

    Caller(SecurityIdentity identity, ReachQuery reaches) {
        this.identity = identity;
        this.reaches = reaches;
    }

    /** Lets what follows in this request context be done in that actor's name and with that actor's rights. */
    public void actAs(Actor other) {
        actor = other;
        reach = other.kind() == Actor.Kind.STAFF ? reaches.of(other.name()) : Reach.NONE;
    }

    public Actor actor() {
        if (actor == null) {
            String client = identity.getPrincipal() instanceof JsonWebToken token ? token.getClaim("azp") : null;
            String staffNo = staffNo();
            actor = staffNo != null
                    ? Actor.staff(staffNo, client)
                    : Actor.system(
                            client != null ? client : identity.getPrincipal().getName(), identity.getRoles());
        }
        return actor;
    }

    /** The calling person's staff number, null for a system. */
    public String staffNo() {
        return actor != null
                ? actor.kind() == Actor.Kind.STAFF ? actor.name() : null
                : identity.getAttribute(StaffRoles.STAFF_NO);
    }

    /** The calling person, null for a system. */
    public UUID staffId() {
        return reach().staffId();
    }

    Reach reach() {
        if (reach == null) {
            Reach known = identity.getAttribute(StaffRoles.REACH);
            reach = known == null ? Reach.NONE : known;
        }
        return reach;
    }
}
