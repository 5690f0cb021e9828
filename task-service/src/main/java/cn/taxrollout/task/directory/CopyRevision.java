package cn.taxrollout.task.directory;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import java.util.Optional;

/**
 * Which state of the copy of the organisation is the latest, as far as this replica knows: what it has written itself it knows at once,
 * what another one has written at most a second later. Whoever remembers something of the copy asks for the revision first, so that
 * what is remembered is as in that revision, or newer.
 */
@ApplicationScoped
class CopyRevision {
    private static final String COPY = "copy";
    private static final Duration UNASKED = Duration.ofSeconds(1);

    private final LoadingCache<String, Long> revision;

    CopyRevision(Directory directory) {
        this.revision = Caffeine.newBuilder().expireAfterWrite(UNASKED).build(copy -> directory.revision());
    }

    /** The revision, if the database needn't be asked; it never waits. */
    Optional<Long> recalled() {
        return Optional.ofNullable(revision.getIfPresent(COPY));
    }

    long current() {
        return revision.get(COPY);
    }

    void written(@Observes(during = TransactionPhase.AFTER_SUCCESS) DirectoryCopy.Written copy) {
        revision.invalidate(COPY);
    }
}
