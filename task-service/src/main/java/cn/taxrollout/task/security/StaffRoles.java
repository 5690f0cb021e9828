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
import java.util.Objects;
import java.util.Optional;

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
        return recalled(identity)
                .map(known -> Uni.createFrom().item(known))
                .orElseGet(() -> context.runBlocking(
                        () -> as(people.asked(staffNo(identity).orElseThrow(), clock.today()), identity)));
    }

    /** The identity with its roles, if they can be told without the database. */
    Optional<SecurityIdentity> recalled(SecurityIdentity identity) {
        if (identity.isAnonymous()) {
            return Optional.of(identity);
        }
        Optional<String> staffNo = staffNo(identity);
        if (staffNo.isPresent()) {
            Optional<Person> person = people.recalled(staffNo.get(), clock.today());
            return person.isPresent() ? Optional.of(as(person, identity)) : Optional.empty();
        }
        // Whatever scopes there are, a system is no member of staff.
        return Optional.of(identity.hasRole(STAFF) ? stripped(identity).build() : identity);
    }

    private static Optional<String> staffNo(SecurityIdentity identity) {
        return Objects.requireNonNull(identity.getAttribute(VerifiedTokens.STAFF_NO), "verified somewhere else");
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
