package cn.taxrollout.org.staff;

import cn.taxrollout.org.messaging.DirectoryStates;
import cn.taxrollout.org.messaging.OutboxEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** The states of all people, as they stand on the directory topic. */
@ApplicationScoped
class StaffStates implements DirectoryStates {
    /** To a unit belongs who ever had the home section or a seat in it or below it. */
    private static final String PEOPLE = """
            from staff_member
            where (cast(:under as uuid) is null or id in (
                select staff_id from posting join unit on unit.id = unit_id where path @> array[cast(:under as uuid)]
                union all
                select staff_id from appointment join seat on seat.id = seat_id join unit on unit.id = seat.unit_id
                where path @> array[cast(:under as uuid)]))
            """;

    private final Session session;

    StaffStates(Session session) {
        this.session = session;
    }

    @Override
    public String type() {
        return StaffMemberState.TYPE;
    }

    @Override
    public long count(UUID under) {
        return session.createNativeQuery("select count(*) " + PEOPLE, Long.class)
                .setParameter("under", under, UUID.class)
                .getSingleResult();
    }

    @Override
    public List<OutboxEvent> lock(UUID under, UUID after, int limit) {
        return session
                .createNativeQuery(
                        "select * " + PEOPLE + " and id > :after order by id limit :limit for share", StaffMember.class)
                .setParameter("under", under, UUID.class)
                .setParameter("after", after)
                .setParameter("limit", limit)
                .getResultList()
                .stream()
                .map(member -> new OutboxEvent(
                        member.id(), member.version(), StaffMemberState.TYPE, StaffMemberState.of(member)))
                .toList();
    }
}
