package cn.taxrollout.org.history;

import cn.taxrollout.org.security.Caller;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reading who changed what. */
@ApplicationScoped
class Changes {
    private final ChangeQuery query;
    private final Rights rights;
    private final Caller caller;

    Changes(ChangeQuery query, Rights rights, Caller caller) {
        this.query = query;
        this.rights = rights;
        this.caller = caller;
    }

    /**
     * Changes of what the caller may read of, the latest first. What concerns the whole installation is for systems alone.
     *
     * @param before the number before which they were recorded
     * @throws Refusal 403 if the caller may read of nothing, or not of the unit that is asked for, 404 if the caller can't
     *     see that unit
     */
    List<ChangeRecord> list(ChangeQuery.Wanted wanted, long before, int limit) {
        if (wanted.unitId() != null) {
            rights.demand(Right.SEE_CHANGES, wanted.unitId());
        }
        Optional<Set<UUID>> subtrees = rights.subtreesWith(Right.SEE_CHANGES);
        return query.list(wanted, subtrees, before, limit);
    }

    /** Whether the caller may read what in a state is for few: contact points of people, reasons of stand-ins. */
    boolean withPrivateFields() {
        // a person reads of what that person administers, and administrators see all of that
        return caller.staffId() != null || rights.holdsAsSystem(Right.SEE_CONTACT_POINTS);
    }
}
