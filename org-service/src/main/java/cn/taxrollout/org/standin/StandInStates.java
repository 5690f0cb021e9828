package cn.taxrollout.org.standin;

import cn.taxrollout.org.messaging.DirectoryStates;
import cn.taxrollout.org.messaging.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The states of all stand-ins, as they stand on the directory topic. */
@ApplicationScoped
class StandInStates implements DirectoryStates {
    /** To a unit belongs what is for people who ever had the home section in it or below it. */
    private static final String STAND_INS = """
            from stand_in
            where (cast(:under as uuid) is null or for_staff_id in (
                select posting.staff_id from posting join unit on unit.id = posting.unit_id
                where path @> array[cast(:under as uuid)]))
            """;

    private final Session session;

    StandInStates(Session session) {
        this.session = session;
    }

    @Override
    public String type() {
        return StandInState.TYPE;
    }

    @Override
    public long count(UUID under) {
        return session.createNativeQuery("select count(*) " + STAND_INS, Long.class)
                .setParameter("under", under, UUID.class)
                .getSingleResult();
    }

    @Override
    public List<OutboxEvent> lock(UUID under, UUID after, int limit) {
        return session
                .createNativeQuery(
                        "select * " + STAND_INS + " and id > :after order by id limit :limit for share", StandIn.class)
                .setParameter("under", under, UUID.class)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList()
                .stream()
                .map(standIn ->
                        new OutboxEvent(standIn.id(), standIn.version(), StandInState.TYPE, StandInState.of(standIn)))
                .toList();
    }
}
