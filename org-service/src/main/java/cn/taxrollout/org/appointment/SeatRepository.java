package cn.taxrollout.org.appointment;

import cn.taxrollout.org.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
public class SeatRepository implements PanacheRepositoryBase<Seat, UUID> {

    /**
     * The seat, locked until the transaction ends, so that two appointments to it can't overlap unseen.
     *
     * @throws Refusal 404 if there is no such seat
     */
    Seat lock(UUID id) {
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> Refusal.notFound("seat-unknown", id));
    }

    public List<Seat> ofUnits(Collection<UUID> unitIds) {
        return list("unitId in ?1 order by id", unitIds);
    }

    /** Seats that go to whoever heads one of these sections. */
    List<Seat> ofPrincipals(Collection<UUID> sectionIds) {
        return list("holderRule = ?1 and sectionId in ?2", HolderRule.PRINCIPAL_OF, sectionIds);
    }
}
