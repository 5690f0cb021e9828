package cn.taxrollout.task.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Optional;

/** Who works here, remembered as long as the copy of the organisation stays as it is (ADR 18). */
@ApplicationScoped
public class KnownPeople {
    /** In identifiers of units; most people have a few, those of a superior bureau one for each bureau below. */
    private static final long CAPACITY = 200_000;

    private final Directory directory;
    private final CopyRevision revision;
    private final Cache<String, Known> people = Caffeine.newBuilder()
            .maximumWeight(CAPACITY)
            .weigher((String staffNo, Known known) -> known.weight())
            .build();

    KnownPeople(Directory directory, CopyRevision revision) {
        this.directory = directory;
        this.revision = revision;
    }

    /** @param revision of the copy; the person is as in it, or as in a later one */
    private record Known(Person person, LocalDate day, long revision) {
        int weight() {
            return 10 + person.visibleBureauIds().size() + 2 * person.posts().size();
        }

        boolean holds(LocalDate day, long revision) {
            return this.revision == revision && this.day.equals(day);
        }
    }

    /**
     * The active person with the seats of a day, if that can be told without the database; it never waits.
     *
     * @see Directory#activePerson
     */
    public Optional<Person> recalled(String staffNo, LocalDate day) {
        return revision.recalled().flatMap(current -> recalled(staffNo, day, current));
    }

    /**
     * The active person with the seats of a day, nobody if unknown or left.
     *
     * @see Directory#activePerson
     */
    public Optional<Person> asked(String staffNo, LocalDate day) {
        long current = revision.current();
        return recalled(staffNo, day, current).or(() -> {
            Optional<Person> found = directory.activePerson(staffNo, day);
            found.ifPresent(person -> people.put(staffNo, new Known(person, day, current)));
            return found;
        });
    }

    private Optional<Person> recalled(String staffNo, LocalDate day, long current) {
        return Optional.ofNullable(people.getIfPresent(staffNo))
                .filter(known -> known.holds(day, current))
                .map(Known::person);
    }
}
