package cn.taxrollout.org.duty;

import cn.taxrollout.org.search.SearchText;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

@ApplicationScoped
class DutyRepository implements PanacheRepositoryBase<DutyVersion, UUID> {
    private final Session session;

    DutyRepository(Session session) {
        this.session = session;
    }

    DutyList ofUnit(UUID unitId) {
        return new DutyList(unitId, list("unitId", unitId));
    }

    /** The versions of the lists of these units; units without any are left out. */
    Map<UUID, List<DutyVersion>> ofUnits(Collection<UUID> unitIds) {
        return session.createNativeQuery("select * from duty_version where unit_id = any(:ids)", DutyVersion.class)
                .setParameter("ids", unitIds.toArray(UUID[]::new), UUID[].class)
                .getResultStream()
                .collect(Collectors.groupingBy(DutyVersion::unitId));
    }

    /** Writes what is other in a list than it was before. */
    void write(DutyList before, DutyList after) {
        before.versions().stream()
                .filter(version -> !after.versions().contains(version))
                .forEach(this::delete);
        after.versions().stream()
                .filter(version -> !before.versions().contains(version))
                .forEach(this::persist);
    }

    /**
     * A unit and those of its duties that were searched for.
     *
     * @param number of the version they stand in
     */
    record Answering(
            UUID unitId, String code, String name, int number, LocalDate from, LocalDate to, List<Clause> clauses) {}

    /**
     * Units whose duties on a day contain a text, by their code.
     *
     * @param under those in or below this unit on that day, or null
     * @param bureaus limits them to what stands in or below these today; empty for no limit
     * @param after the code before the first one
     */
    List<Answering> answering(
            SearchText text, UUID under, LocalDate at, Optional<Set<UUID>> bureaus, String after, int limit) {
        StringBuilder sql = new StringBuilder("""
                select u.id, u.code, p.name, d.number, d.from_date, d.to_date, d.texts, d.source_lines
                from duty_version d join unit u on u.id = d.unit_id join unit_period p on p.unit_id = u.id
                where u.code > :after and d.pairs @> cast(:pairs as text[]) and d.searched like :pattern
                  and :at between coalesce(d.from_date, '-infinity') and coalesce(d.to_date, 'infinity')
                  and :at between coalesce(p.from_date, '-infinity') and coalesce(p.to_date, 'infinity')
                """);
        if (under != null) {
            sql.append("""
                     and u.id in (
                        with recursive down (id) as (
                            select cast(:under as uuid)
                            union all
                            select v.unit_id from down join unit_period v on v.parent_id = down.id
                            where :at between coalesce(v.from_date, '-infinity') and coalesce(v.to_date, 'infinity'))
                        select id from down)
                    """);
        }
        if (bureaus.isPresent()) {
            sql.append(" and u.path && :bureaus");
        }
        NativeQuery<Object[]> query = session.createNativeQuery(
                        sql.append(" order by u.code").toString(), Object[].class)
                .addScalar("id", UUID.class)
                .addScalar("code", String.class)
                .addScalar("name", String.class)
                .addScalar("number", Integer.class)
                .addScalar("from_date", LocalDate.class)
                .addScalar("to_date", LocalDate.class)
                .addScalar("texts", String[].class)
                .addScalar("source_lines", Integer[].class)
                .setParameter("after", after)
                .setParameter("pairs", text.pairs().toArray(String[]::new), String[].class)
                .setParameter("pattern", text.asPattern())
                .setParameter("at", at);
        if (under != null) {
            query.setParameter("under", under);
        }
        bureaus.ifPresent(visible -> query.setParameter("bureaus", visible.toArray(UUID[]::new), UUID[].class));
        return query.setMaxResults(limit).getResultList().stream()
                .map(row -> new Answering(
                        (UUID) row[0],
                        (String) row[1],
                        (String) row[2],
                        (Integer) row[3],
                        (LocalDate) row[4],
                        (LocalDate) row[5],
                        containing(text, (String[]) row[6], (Integer[]) row[7])))
                .toList();
    }

    private static List<Clause> containing(SearchText searched, String[] texts, Integer[] sourceLines) {
        List<Clause> clauses = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            if (SearchText.of(texts[i]).contains(searched)) {
                clauses.add(new Clause(texts[i], sourceLines[i]));
            }
        }
        return clauses;
    }
}
