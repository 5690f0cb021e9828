package cn.taxrollout.org.security;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Turns a verified token into roles. A person's token (with {@code staff_no}) gives the role {@code staff} if that person
 * works here, and nothing else whatever scopes it holds; a system's token gives its scopes.
 */
@ApplicationScoped
class StaffRoles implements SecurityIdentityAugmentor {
    static final String STAFF_NO = "staff_no";
    static final String REACH = "reach";

    private final ReachQuery reaches;

    StaffRoles(ReachQuery reaches) {
        this.reaches = reaches;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        String staffNo = token.getClaim(STAFF_NO);
        if (staffNo == null) {
            return Uni.createFrom().item(identity);
        }
        return context.runBlocking(() -> {
            Reach reach = reaches.of(staffNo);
            var person = QuarkusSecurityIdentity.builder()
                    .setPrincipal(identity.getPrincipal())
                    .addCredentials(identity.getCredentials())
                    .addAttributes(identity.getAttributes())
                    .addAttribute(STAFF_NO, staffNo)
                    .addAttribute(REACH, reach);
            return reach.staffId() != null ? person.addRole("staff").build() : person.build();
        });
    }
}
