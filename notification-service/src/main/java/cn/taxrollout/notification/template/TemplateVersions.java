package cn.taxrollout.notification.template;

import cn.taxrollout.notification.web.Language;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

/** The versions of templates as they stand in the database; none is ever changed or taken away. */
@ApplicationScoped
class TemplateVersions {
    private static final String COLUMNS =
            "kind, language, channel, version, title, body, html, changed_by, reason, changed_at";

    private final Session session;

    TemplateVersions(Session session) {
        this.session = session;
    }

    /** How many there are: whoever knows as many knows the newest. */
    long count() {
        return session.createNativeQuery("select count(*) from template_version", Long.class)
                .getSingleResult();
    }

    /** The newest of each template that was ever changed. */
    List<TemplateVersion> newest() {
        return rows(session.createNativeQuery("select distinct on (kind, language, channel) " + COLUMNS
                + " from template_version order by kind, language, channel, version desc"));
    }

    Optional<TemplateVersion> newest(Slot slot) {
        return list(slot, Integer.MAX_VALUE, 1).stream().findFirst();
    }

    /** The versions below one, newest first. */
    List<TemplateVersion> list(Slot slot, int below, int limit) {
        return rows(session.createNativeQuery("select " + COLUMNS + """
                         from template_version
                        where kind = :kind and language = :language and channel = :channel and version < :below
                        order by version desc limit :limit
                        """)
                .setParameter("kind", slot.kind())
                .setParameter("language", slot.language().code())
                .setParameter("channel", slot.medium().name())
                .setParameter("below", below)
                .setParameter("limit", limit));
    }

    /** @return whether it was kept, which it isn't if somebody was quicker with that version */
    boolean add(TemplateVersion version) {
        TemplateText text = version.text();
        return session.createNativeMutationQuery("""
                        insert into template_version
                            (kind, language, channel, version, title, body, html, changed_by, reason, changed_at)
                        values (:kind, :language, :channel, :version, :title, :body, :html, :by, :reason, :at)
                        on conflict (kind, language, channel, version) do nothing
                        """)
                        .setParameter("kind", version.slot().kind())
                        .setParameter("language", version.slot().language().code())
                        .setParameter("channel", version.slot().medium().name())
                        .setParameter("version", version.version())
                        .setParameter("title", text == null ? null : text.title(), String.class)
                        .setParameter("body", text == null ? null : text.body(), String.class)
                        .setParameter("html", text == null ? null : text.html(), String.class)
                        .setParameter("by", version.changedBy())
                        .setParameter("reason", version.reason())
                        .setParameter("at", version.changedAt())
                        .executeUpdate()
                == 1;
    }

    @SuppressWarnings("unchecked")
    private static List<TemplateVersion> rows(NativeQuery<?> query) {
        List<Object[]> rows = (List<Object[]>) query.addScalar("kind", String.class)
                .addScalar("language", String.class)
                .addScalar("channel", String.class)
                .addScalar("version", Integer.class)
                .addScalar("title", String.class)
                .addScalar("body", String.class)
                .addScalar("html", String.class)
                .addScalar("changed_by", String.class)
                .addScalar("reason", String.class)
                .addScalar("changed_at", Instant.class)
                .list();
        return rows.stream()
                .map(row -> new TemplateVersion(
                        new Slot((String) row[0], Language.ofCode((String) row[1]), Medium.valueOf((String) row[2])),
                        (Integer) row[3],
                        row[4] == null ? null : new TemplateText((String) row[4], (String) row[5], (String) row[6]),
                        (String) row[7],
                        (String) row[8],
                        (Instant) row[9]))
                .toList();
    }
}
