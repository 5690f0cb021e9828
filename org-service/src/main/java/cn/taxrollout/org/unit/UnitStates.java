package cn.taxrollout.org.unit;

import cn.taxrollout.org.messaging.DirectoryStates;
import cn.taxrollout.org.messaging.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The states of all units, as they stand on the directory topic. */
@ApplicationScoped
class UnitStates implements DirectoryStates {
    private static final String UNITS =
            "from unit where (cast(:under as uuid) is null or path @> array[cast(:under as uuid)])";

    private final Session session;

    UnitStates(Session session) {
        this.session = session;
    }

    @Override
    public String type() {
        return UnitState.TYPE;
    }

    @Override
    public long count(UUID under) {
        return session.createNativeQuery("select count(*) " + UNITS, Long.class)
                .setParameter("under", under, UUID.class)
                .getSingleResult();
    }

    @Override
    public List<OutboxEvent> lock(UUID under, UUID after, int limit) {
        return session
                .createNativeQuery(
                        "select * " + UNITS + " and id > :after order by id limit :limit for share", Unit.class)
                .setParameter("under", under, UUID.class)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList()
                .stream()
                .map(unit -> new OutboxEvent(unit.id(), unit.version(), UnitState.TYPE, UnitState.of(unit)))
                .toList();
    }
}
