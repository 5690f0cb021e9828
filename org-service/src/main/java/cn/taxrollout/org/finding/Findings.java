package cn.taxrollout.org.finding;

import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.unit.UnitRepository;
import cn.taxrollout.org.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/** What somebody should look at in a unit and all below it. It is found anew each time, from what holds on the day. */
@ApplicationScoped
class Findings {
    private final FindingQuery query;
    private final UnitRepository units;
    private final Rights rights;

    Findings(FindingQuery query, UnitRepository units, Rights rights) {
        this.query = query;
        this.units = units;
        this.rights = rights;
    }

    /**
     * @param type null for all
     * @throws Refusal 403 if the caller may not see the unit's findings, 404 if there is no such unit, or the caller can't see it
     */
    List<Finding> of(UUID unitId, LocalDate at, FindingType type, FindingQuery.Position after, int limit) {
        rights.demand(Right.SEE_FINDINGS, unitId, units.get(unitId).place());
        return query.find(unitId, at, type, after, limit);
    }
}
