package cn.taxrollout.task.security;

import cn.taxrollout.task.web.EarlyProblem;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Set;

/**
 * Checks tokens as OpenID Connect does, or goes by what is remembered of token and owner, which takes neither a signature nor the
 * database. Says as a problem that one is missing or faulty.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class BearerToken implements HttpAuthenticationMechanism {
    private final OidcAuthenticationMechanism oidc;
    private final VerifiedTokens tokens;
    private final StaffRoles roles;
    private final EarlyProblem problem;

    BearerToken(OidcAuthenticationMechanism oidc, VerifiedTokens tokens, StaffRoles roles, EarlyProblem problem) {
        this.oidc = oidc;
        this.tokens = tokens;
        this.roles = roles;
        this.problem = problem;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        return tokens.recalled(request.request().getHeader(HttpHeaders.AUTHORIZATION))
                .flatMap(roles::recalled)
                .map(known -> Uni.createFrom().item(known))
                .orElseGet(() -> oidc.authenticate(request, identities));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return oidc.getChallenge(request);
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext request) {
        return oidc.getChallenge(request).flatMap(challenge -> {
            challenge.getHeaders().forEach(request.response()::putHeader);
            return Uni.createFrom()
                    .completionStage(
                            problem.send(request, 401, "unauthenticated").toCompletionStage())
                    .replaceWith(true);
        });
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return oidc.getCredentialTransport(request);
    }

    @Override
    public int getPriority() {
        return oidc.getPriority() + 1;
    }
}
