package cn.taxrollout.task.security;

import cn.taxrollout.task.clock.MachineTime;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.quarkus.oidc.runtime.OidcIdentityProvider;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Remembers what was verified of a token, so that its signature is checked once and not with every request. A token is forgotten when
 * it expires, and after some minutes in any case: then a key that the provider has withdrawn counts no more (ADR 18).
 */
@ApplicationScoped
class VerifiedTokens implements IdentityProvider<TokenAuthenticationRequest> {
    /** Attribute of the identity: the claim {@code staff_no} as an optional text, which only people's tokens have. */
    static final String STAFF_NO = "task.staff-no";

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int CAPACITY = 5_000;
    private static final String BEARER = "Bearer ";

    private final OidcIdentityProvider oidc;
    private final MachineTime time;
    private final Cache<String, SecurityIdentity> verified = Caffeine.newBuilder()
            .maximumSize(CAPACITY)
            .expireAfter(Expiry.creating((String token, SecurityIdentity identity) -> life(identity)))
            .build();

    VerifiedTokens(OidcIdentityProvider oidc, MachineTime time) {
        this.oidc = oidc;
        this.time = time;
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public int priority() {
        return oidc.priority() + 1;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        String token = request.getToken().getToken();
        return oidc.authenticate(request, context)
                .onItem()
                .ifNotNull()
                .transform(VerifiedTokens::lasting)
                .onItem()
                .ifNotNull()
                .invoke(identity -> verified.put(token, identity));
    }

    /**
     * As whom a token was verified before, without what the people here make of it.
     *
     * @param authorization the request's header, null without one
     */
    Optional<SecurityIdentity> recalled(String authorization) {
        return authorization != null && authorization.startsWith(BEARER)
                ? Optional.ofNullable(verified.getIfPresent(authorization.substring(BEARER.length())))
                : Optional.empty();
    }

    /**
     * The identity without what belongs to the request that it came with. The claim is looked up here, once: the token answers
     * each question for a claim of our own by way of an exception.
     */
    private static SecurityIdentity lasting(SecurityIdentity identity) {
        JsonWebToken token = (JsonWebToken) identity.getPrincipal();
        return QuarkusSecurityIdentity.builder()
                .addAttribute(STAFF_NO, token.<String>claim("staff_no"))
                .setPrincipal(identity.getPrincipal())
                .addRoles(identity.getRoles())
                .addCredentials(identity.getCredentials())
                .build();
    }

    private Duration life(SecurityIdentity identity) {
        Instant end = Instant.ofEpochSecond(((JsonWebToken) identity.getPrincipal()).getExpirationTime());
        Duration left = Duration.between(time.now(), end);
        return left.compareTo(LONGEST) < 0 ? left : LONGEST;
    }
}
