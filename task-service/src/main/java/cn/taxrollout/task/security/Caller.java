package cn.taxrollout.task.security;

import cn.taxrollout.task.directory.Directory;
import cn.taxrollout.task.directory.Person;
import cn.taxrollout.task.directory.Person.Post;
import cn.taxrollout.task.web.Refusal;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who calls, and how that person stands to plans and units. A system stands to nothing: its scopes say what it may do. */
@RequestScoped
public class Caller {
    private final SecurityIdentity identity;
    private final Directory directory;

    Caller(SecurityIdentity identity, Directory directory) {
        this.identity = identity;
        this.directory = directory;
    }

    /** As whom the caller's deeds are recorded. */
    public Actor actor() {
        Person person = person();
        return person != null ? Actor.staff(person.staffNo()) : Actor.system(clientId());
    }

    private String clientId() {
        JsonWebToken token = (JsonWebToken) identity.getPrincipal();
        return Stream.of("client_id", "azp", "sub")
                .map(token::<String>getClaim)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    private Person person() {
        return identity.getAttribute(StaffRoles.PERSON);
    }

    /** Whether the caller may see the plans of this bureau: people those of their bureaus and of the bureaus below. */
    public boolean mayRead(UUID bureauId) {
        Person person = person();
        return person == null || person.visibleBureauIds().contains(bureauId);
    }

    /** The bureaus whose plans the caller may see; empty means all of them, as for systems. */
    public Optional<Set<UUID>> readableBureaus() {
        return Optional.ofNullable(person()).map(Person::visibleBureauIds);
    }

    /** The bureau the caller works for; nothing for a system or for a person in none or in several. */
    public Optional<UUID> bureau() {
        Person person = person();
        if (person == null) {
            return Optional.empty();
        }
        Set<UUID> bureaus = bureausOf(person);
        return Optional.ofNullable(person.homeBureauId())
                .or(() -> bureaus.size() == 1 ? bureaus.stream().findFirst() : Optional.empty());
    }

    private static Set<UUID> bureausOf(Person person) {
        return Stream.concat(
                        Stream.ofNullable(person.homeBureauId()),
                        person.posts().stream().map(Post::bureauId).filter(Objects::nonNull))
                .collect(Collectors.toSet());
    }

    /**
     * Demands one of these relations to a plan of this bureau, or of a system the scope {@code task:write}.
     *
     * @throws Refusal 403 otherwise
     */
    public void mustStandIn(Set<Relation> entitled, UUID bureauId) {
        mustStandIn(entitled, bureauId, null);
    }

    /**
     * Demands one of these relations to the unit's share in a plan of this bureau, or of a system the scope
     * {@code task:write}.
     *
     * @throws Refusal 403 otherwise; it names the relations that would do
     */
    public void mustStandIn(Set<Relation> entitled, UUID bureauId, UUID unitId) {
        Person person = person();
        boolean may = person == null
                ? identity.hasRole("task:write")
                : entitled.stream().anyMatch(relation -> stands(person, relation, bureauId, unitId));
        if (!may) {
            throw Refusal.forbidden("not-entitled", EnumSet.copyOf(entitled));
        }
    }

    /**
     * Demands an administrator of a bureau that stands below no other, or of a system the scope {@code task:write}.
     *
     * @throws Refusal 403 otherwise
     */
    public void mustAdministerTopBureau() {
        Person person = person();
        boolean may =
                person == null ? identity.hasRole("task:write") : directory.isTopBureauAmong(administered(person));
        if (!may) {
            throw Refusal.forbidden("not-administrator-on-top");
        }
    }

    /** Whether the caller is a person with a seat in this unit. */
    public boolean isMemberOf(UUID unitId) {
        Person person = person();
        return person != null && stands(person, Relation.MEMBER, null, unitId);
    }

    private boolean stands(Person person, Relation relation, UUID bureauId, UUID unitId) {
        return switch (relation) {
            case MEMBER -> holds(person, post -> post.unitId().equals(unitId));
            case HEAD ->
                holds(
                        person,
                        post -> post.unitId().equals(unitId) && post.rank().equals("HEAD"));
            case OFFICE -> holds(person, post -> post.unitKind().equals("OFFICE") && bureauId.equals(post.bureauId()));
            case COORDINATION ->
                holds(person, post -> post.functions().contains("COORDINATING") && bureauId.equals(post.bureauId()));
            case ADMINISTRATOR -> administers(person, bureauId);
        };
    }

    /** An administrator runs the installation and is no member of the unit that the seat is in. */
    private static boolean holds(Person person, Predicate<Post> seat) {
        return person.posts().stream().filter(post -> !isAdministrator(post)).anyMatch(seat);
    }

    private boolean administers(Person person, UUID bureauId) {
        List<UUID> units = administered(person);
        return units.contains(bureauId) || !units.isEmpty() && directory.isBelowAny(bureauId, units);
    }

    private static List<UUID> administered(Person person) {
        return person.posts().stream()
                .filter(Caller::isAdministrator)
                .map(Post::unitId)
                .toList();
    }

    private static boolean isAdministrator(Post post) {
        return post.rank().equals("ADMINISTRATOR");
    }
}
