package cn.taxrollout.notification.security;

import cn.taxrollout.notification.directory.Directory;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Turns a verified token into roles. A person's token (with {@code staff_no}) gives the role {@code staff} if that person
 * works here, and nothing else whatever scopes it holds; a system's token gives its scopes, of which none makes it a
 * person.
 */
@ApplicationScoped
class StaffRoles implements SecurityIdentityAugmentor {
    static final String STAFF_NO = "staff_no";
    static final String STAFF_ID = "staff_id";
    private static final String STAFF = "staff";

    private final Directory directory;

    StaffRoles(Directory directory) {
        this.directory = directory;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        var caller = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes());
        String staffNo = token.getClaim(STAFF_NO);
        if (staffNo == null) {
            identity.getRoles().stream().filter(scope -> !scope.equals(STAFF)).forEach(caller::addRole);
            return Uni.createFrom().item(caller.build());
        }
        return context.runBlocking(() -> {
            directory.activeStaffMember(staffNo).ifPresent(id -> caller.addRole(STAFF)
                    .addAttribute(STAFF_NO, staffNo)
                    .addAttribute(STAFF_ID, id));
            return caller.build();
        });
    }
}
