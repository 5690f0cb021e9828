package cn.taxrollout.task.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What units are called, remembered as long as the copy of the organisation stays as it is (ADR 18). */
@ApplicationScoped
public class UnitNames {
    private static final int CAPACITY = 20_000;

    private final Directory directory;
    private final CopyRevision revision;
    private final Cache<UUID, Named> names =
            Caffeine.newBuilder().maximumSize(CAPACITY).build();

    UnitNames(Directory directory, CopyRevision revision) {
        this.directory = directory;
        this.revision = revision;
    }

    private record Named(String name, long revision) {}

    /**
     * The names of these units, as far as the copy holds them.
     *
     * @see Directory#unitNames
     */
    public Map<UUID, String> of(Set<UUID> ids) {
        long current = revision.current();
        Map<UUID, String> known = new HashMap<>();
        Set<UUID> unknown = new HashSet<>();
        for (UUID id : ids) {
            Named named = names.getIfPresent(id);
            if (named != null && named.revision() == current) {
                known.put(id, named.name());
            } else {
                unknown.add(id);
            }
        }
        if (!unknown.isEmpty()) {
            directory.unitNames(unknown).forEach((id, name) -> {
                names.put(id, new Named(name, current));
                known.put(id, name);
            });
        }
        return known;
    }
}
