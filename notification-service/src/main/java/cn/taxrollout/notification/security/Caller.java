package cn.taxrollout.notification.security;

import cn.taxrollout.notification.directory.Directory;
import cn.taxrollout.notification.web.Refusal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who calls, and what that person or system may do beyond the role that the endpoint asks for. */
@RequestScoped
public class Caller {
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(1);

    private final SecurityIdentity identity;
    private final Directory directory;
    private final Clock clock;

    Caller(SecurityIdentity identity, Directory directory, Clock clock) {
        this.identity = identity;
        this.directory = directory;
        this.clock = clock;
    }

    /** The calling person, null for a system. */
    public UUID staffId() {
        return identity.getAttribute(StaffRoles.STAFF_ID);
    }

    /** How the caller is named in records: the staff number, or the client's name for a system. */
    public String name() {
        String staffNo = identity.getAttribute(StaffRoles.STAFF_NO);
        return staffNo != null ? staffNo : identity.getPrincipal().getName();
    }

    /** How long the caller's token is still valid; a second at least, as the database's clock may be ahead of ours. */
    public Duration tokenLife() {
        var token = (JsonWebToken) identity.getPrincipal();
        Duration life = Duration.between(clock.instant(), Instant.ofEpochSecond(token.getExpirationTime()));
        return life.compareTo(SHORTEST_LIFE) < 0 ? SHORTEST_LIFE : life;
    }

    /**
     * Whether the caller operates this service, which works for all bureaus at once: a system with {@code notification:write},
     * or whoever administers a bureau today that stands below no other.
     */
    public boolean operates() {
        return staffId() == null
                ? identity.hasRole("notification:write")
                : directory.isTopBureauAmong(directory.administers(staffId(), today()));
    }

    /** @throws Refusal 403 unless the caller {@link #operates()} */
    public void mustOperate() {
        if (!operates()) {
            throw Refusal.forbidden("not-operator");
        }
    }

    /**
     * Demands a system with {@code notification:write}, or somebody who administers any unit today.
     *
     * @throws Refusal 403 otherwise
     */
    public void mustAdminister() {
        boolean may = staffId() == null
                ? identity.hasRole("notification:write")
                : !directory.administers(staffId(), today()).isEmpty();
        if (!may) {
            throw Refusal.forbidden("not-administrator");
        }
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
