package cn.taxrollout.org.unit;

import cn.taxrollout.org.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Parameters;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

@ApplicationScoped
public class UnitRepository implements PanacheRepositoryBase<Unit, UUID> {

    /** @throws Refusal 404 if there is no such unit */
    public Unit get(UUID id) {
        return findByIdOptional(id).orElseThrow(() -> Refusal.notFound("unit-unknown", id));
    }

    public Map<String, Unit> byCode(Collection<String> codes) {
        return find("code in ?1", codes).stream().collect(Collectors.toMap(Unit::code, Function.identity()));
    }

    /** The unit and all above it, from below upwards. */
    public List<Unit> upwards(UUID id) {
        return getEntityManager()
                .createNativeQuery("""
                        with recursive up as (
                            select id, parent_id, 0 as step from unit where id = :id
                            union all
                            select above.id, above.parent_id, step + 1 from unit above join up on above.id = up.parent_id)
                        select u.* from unit u join up using (id) order by step
                        """, Unit.class)
                .setParameter("id", id)
                .getResultList();
    }

    /** Those of these units from which the way upwards leads back to them. */
    public List<Unit> belowThemselves(Collection<UUID> ids) {
        return getEntityManager()
                .createNativeQuery("""
                        with recursive up as (
                            select id as origin, parent_id as id from unit where id = any(:ids)
                            union
                            select origin, unit.parent_id from up join unit using (id))
                        select u.* from unit u where exists (select 1 from up where origin = u.id and up.id = u.id) order by code
                        """, Unit.class)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .getResultList();
    }

    /** Units whose code lies after a position, by code. */
    List<Unit> list(UUID parentId, UnitKind kind, String after, int limit) {
        String where = "code > :after" + (parentId == null ? "" : " and parentId = :parent")
                + (kind == null ? "" : " and kind = :kind");
        Parameters values = Parameters.with("after", after);
        if (parentId != null) {
            values.and("parent", parentId);
        }
        if (kind != null) {
            values.and("kind", kind);
        }
        return find(where, Sort.by("code"), values).page(Page.ofSize(limit)).list();
    }
}
