package cn.taxrollout.org.republication;

import cn.taxrollout.org.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;

@ApplicationScoped
class RepublicationRepository implements PanacheRepositoryBase<Republication, UUID> {
    private final Session session;

    RepublicationRepository(Session session) {
        this.session = session;
    }

    /** @throws Refusal 404 if there is no such republication */
    Republication get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> unknown(id));
    }

    /** The oldest unfinished one that no other replica works on, locked until the transaction ends. */
    Optional<Republication> claim() {
        return session.createNativeQuery(
                        "select * from republication where finished_at is null order by id limit 1 for update skip locked",
                        Republication.class)
                .uniqueResultOptional();
    }

    /** Lets this transaction fail rather than wait for another one for long, before the database takes two that wait for each other apart. */
    void giveWay() {
        session.createNativeQuery("select set_config('lock_timeout', '500ms', true)", String.class)
                .getSingleResult();
    }

    /**
     * The latest first.
     *
     * @param under those for this unit or one below it; null for all
     * @param before the id before which they were asked for; empty for the latest
     */
    List<Republication> list(UUID under, String before, int limit) {
        return session.createNativeQuery("""
                        select * from republication
                        where (:before = '' or cast(id as text) < :before)
                          and (cast(:under as uuid) is null
                               or unit_id in (select id from unit where path @> array[cast(:under as uuid)]))
                        order by id desc limit :limit
                        """, Republication.class)
                .setParameter("under", under, UUID.class)
                .setParameter("before", before)
                .setParameter("limit", limit)
                .getResultList();
    }

    static Refusal unknown(UUID id) {
        return Refusal.notFound("republication-unknown", id);
    }
}
