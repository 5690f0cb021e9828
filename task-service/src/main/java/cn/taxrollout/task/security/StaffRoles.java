package cn.taxrollout.task.security;

import cn.taxrollout.task.clock.BusinessClock;
import cn.taxrollout.task.directory.KnownPeople;
import cn.taxrollout.task.directory.Person;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Turns a verified token into roles. A person's token (with {@code staff_no}) gives the role {@code staff} if that person
 * works here, and nothing else whatever scopes it holds; a system's token gives its scopes.
 */
@ApplicationScoped
class StaffRoles implements SecurityIdentityAugmentor {
    /** Attribute of the identity: the {@link Person} with the seats of the business day, absent for systems. */
    static final String PERSON = "task.person";

    private static final String STAFF = "staff";

    private final KnownPeople people;
    private final BusinessClock clock;

    StaffRoles(KnownPeople people, BusinessClock clock) {
        this.people = people;
        this.clock = clock;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        String staffNo = token.getClaim("staff_no");
        if (staffNo == null) {
            // Whatever scopes there are, a system is no member of staff.
            return Uni.createFrom()
                    .item(identity.hasRole(STAFF) ? stripped(identity).build() : identity);
        }
        LocalDate today = clock.today();
        Optional<Person> recalled = people.recalled(staffNo, today);
        return recalled.isPresent()
                ? Uni.createFrom().item(as(recalled, identity))
                : context.runBlocking(() -> as(people.asked(staffNo, today), identity));
    }

    private static SecurityIdentity as(Optional<Person> known, SecurityIdentity identity) {
        var person = stripped(identity);
        known.ifPresent(found -> person.addAttribute(PERSON, found).addRole(STAFF));
        return person.build();
    }

    /** The identity without any role. */
    private static QuarkusSecurityIdentity.Builder stripped(SecurityIdentity identity) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addAttributes(identity.getAttributes());
    }
}
