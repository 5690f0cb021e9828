package cn.taxrollout.org.directoryimport;

import cn.taxrollout.org.directoryimport.KnownBureau.Holding;
import cn.taxrollout.org.directoryimport.KnownBureau.KnownPerson;
import cn.taxrollout.org.directoryimport.KnownBureau.KnownUnit;
import cn.taxrollout.org.directoryimport.upload.UnreadableFile;
import cn.taxrollout.org.duty.Duties;
import cn.taxrollout.org.security.Right;
import cn.taxrollout.org.security.Rights;
import cn.taxrollout.org.unit.Unit;
import cn.taxrollout.org.unit.UnitKind;
import cn.taxrollout.org.unit.UnitPeriod;
import cn.taxrollout.org.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.Session;

/** Finds the bureau that a document is for, and what the directory knows of it. */
@ApplicationScoped
class KnownBureaus {
    /** No bureau has as many groups and sections of its own. */
    private static final int MOST_UNITS = 10_000;

    private final Session session;
    private final Duties duties;
    private final Rights rights;

    KnownBureaus(Session session, Duties duties, Rights rights) {
        this.session = session;
        this.duties = duties;
        this.rights = rights;
    }

    /**
     * @param bureauId null for the visible bureau that bears the name of the issuer, else for the only one that is visible
     * @param from units and people that are gone by that day are not known
     * @param names of the people that the document speaks of
     * @throws UnreadableFile if it is not clear which bureau is meant
     * @throws Refusal 403, 404 if the caller may not change that bureau's units
     */
    KnownBureau of(UUID bureauId, String issuer, LocalDate from, Collection<String> names) {
        Unit bureau = bureau(bureauId, issuer);
        rights.demand(Right.CHANGE_UNITS, bureau.id(), bureau.place());
        List<KnownUnit> units = units(bureau.id(), from);
        return new KnownBureau(
                bureau.id(),
                bureau.code(),
                bureau.name(),
                codes(bureau.code()),
                units,
                people(bureau.id(), names, units),
                holdings(units, from),
                duties(units, from));
    }

    private Unit bureau(UUID id, String issuer) {
        if (id != null) {
            Unit unit = session.find(Unit.class, id);
            if (unit == null || unit.kind() != UnitKind.BUREAU) {
                throw new UnreadableFile("document-bureau-unclear");
            }
            return unit;
        }
        UUID[] visible = rights.visibleBureaus()
                .map(bureaus -> bureaus.toArray(UUID[]::new))
                .orElse(null);
        List<Unit> named = bureaus("name = :issuer", issuer, visible);
        List<Unit> candidates = named.isEmpty() ? bureaus("true", issuer, visible) : named;
        if (candidates.size() != 1) {
            throw new UnreadableFile("document-bureau-unclear");
        }
        return candidates.get(0);
    }

    private List<Unit> bureaus(String condition, String issuer, UUID[] visible) {
        var query = session.createNativeQuery(
                        "select * from unit where kind = 'BUREAU' and (:all or path && :visible) and " + condition
                                + " limit 2",
                        Unit.class)
                .setParameter("all", visible == null)
                .setParameter("visible", visible == null ? new UUID[0] : visible, UUID[].class);
        if (condition.contains(":issuer")) {
            query.setParameter("issuer", issuer, String.class);
        }
        return query.getResultList();
    }

    private Set<String> codes(String bureauCode) {
        return new HashSet<>(
                session.createNativeQuery("select code from unit where starts_with(code, :code)", String.class)
                        .setParameter("code", bureauCode)
                        .getResultList());
    }

    private List<KnownUnit> units(UUID bureauId, LocalDate from) {
        return session
                .createNativeQuery(
                        "select * from unit where bureau_id = :bureau and id <> :bureau order by code limit :limit",
                        Unit.class)
                .setParameter("bureau", bureauId)
                .setParameter("limit", MOST_UNITS)
                .getResultList()
                .stream()
                .filter(unit ->
                        unit.lastDay().filter(last -> last.isBefore(from)).isEmpty())
                .map(unit -> new KnownUnit(
                        unit.id(),
                        unit.code(),
                        unit.on(from).map(UnitPeriod::name).orElseGet(unit::name),
                        unit.kind(),
                        unit.place().path(),
                        unit.periods().get(0).fromDate()))
                .toList();
    }

    /** Those who are to stay; nobody is given a seat who will leave it. */
    private List<KnownPerson> people(UUID bureauId, Collection<String> names, List<KnownUnit> units) {
        Map<UUID, KnownUnit> byId = units.stream().collect(Collectors.toMap(KnownUnit::id, Function.identity()));
        return session
                .createNativeQuery("""
                        select m.staff_no, m.name, m.home_unit_id from staff_member m join unit u on u.id = m.home_unit_id
                        where u.bureau_id = :bureau and m.last_day is null and translate(m.name, ' \u3000', '') = any(:names)
                        order by m.staff_no
                        """, Object[].class)
                .addScalar("staff_no", String.class)
                .addScalar("name", String.class)
                .addScalar("home_unit_id", UUID.class)
                .setParameter("bureau", bureauId)
                .setParameter("names", names.toArray(String[]::new), String[].class)
                .getResultList()
                .stream()
                .map(row -> new KnownPerson((String) row[0], (String) row[1], byId.get((UUID) row[2])))
                .toList();
    }

    private Map<UUID, Integer> duties(List<KnownUnit> units, LocalDate from) {
        Map<UUID, Integer> clauses = new HashMap<>();
        duties.recorded(units.stream().map(KnownUnit::id).toList()).forEach((unit, versions) -> versions.stream()
                .filter(version -> version.covers(from))
                .forEach(version -> clauses.put(unit, version.clauses().size())));
        return clauses;
    }

    private List<Holding> holdings(List<KnownUnit> units, LocalDate from) {
        Stream<UUID> reform =
                units.stream().filter(unit -> unit.kind().commands()).map(KnownUnit::id);
        return session
                .createNativeQuery("""
                        select s.unit_id, s.title, m.staff_no, m.name, a.from_date
                        from seat s join appointment a on a.seat_id = s.id join staff_member m on m.id = a.staff_id
                        where s.unit_id = any(:units) and a.derived_from is null and not a.deleted
                          and coalesce(a.to_date, 'infinity') >= :from
                        order by s.id, a.from_date
                        """, Object[].class)
                .addScalar("unit_id", UUID.class)
                .addScalar("title", String.class)
                .addScalar("staff_no", String.class)
                .addScalar("name", String.class)
                .addScalar("from_date", LocalDate.class)
                .setParameter("units", reform.toArray(UUID[]::new), UUID[].class)
                .setParameter("from", from)
                .getResultList()
                .stream()
                .map(row -> new Holding(
                        (UUID) row[0], (String) row[1], (String) row[2], (String) row[3], (LocalDate) row[4]))
                .toList();
    }
}
