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
        return findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE).orElseThrow(() -> unknown(id));
    }

    public List<Seat> ofUnits(Collection<UUID> unitIds) {
        return where("unit_id = any(:ids) order by id", unitIds);
    }

    List<Seat> byId(Collection<UUID> seatIds) {
        return where("id = any(:ids)", seatIds);
    }

    /** Seats that go to whoever heads one of these sections. */
    List<Seat> ofPrincipals(Collection<UUID> sectionIds) {
        return where("holder_rule = 'PRINCIPAL_OF' and section_id = any(:ids)", sectionIds);
    }

    /** One parameter however many they are: an import asks for thousands. */
    private List<Seat> where(String condition, Collection<UUID> ids) {
        return getSession()
                .createNativeQuery("select * from seat where " + condition, Seat.class)
                .setParameter("ids", ids.toArray(UUID[]::new), UUID[].class)
                .getResultList();
    }

    /** The units whose heads' seats are among these. */
    List<UUID> unitsLedFrom(Collection<UUID> seatIds) {
        return getSession()
                .createNativeQuery(
                        "select distinct unit_id from seat where rank = 'HEAD' and id = any(:ids)", UUID.class)
                .setParameter("ids", seatIds.toArray(UUID[]::new), UUID[].class)
                .getResultList();
    }

    static Refusal unknown(UUID id) {
        return Refusal.notFound("seat-unknown", id);
    }
}
