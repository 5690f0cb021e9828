package cn.taxrollout.notification.preference;

import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.web.IfMatch;
import cn.taxrollout.notification.web.Language;
import cn.taxrollout.notification.web.Refusal;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;

/** How people want to be reached: as they said, else as the installation says. */
@ApplicationScoped
public class Preferences {
    private static final TypeReference<Map<MessageKind, KindPreference>> KINDS = new TypeReference<>() {};

    private final Session session;
    private final ObjectMapper json;
    private final Preference standard;

    Preferences(Session session, ObjectMapper json, PreferenceDefaults defaults) {
        this.session = session;
        this.json = json;
        this.standard = new Preference(
                defaults.language(),
                complete(defaults.order()),
                defaults.quietHours().map(quiet -> new QuietHours(quiet.from(), quiet.to())),
                kinds(defaults));
    }

    private static Map<MessageKind, KindPreference> kinds(PreferenceDefaults defaults) {
        Map<MessageKind, KindPreference> kinds = new EnumMap<>(MessageKind.class);
        for (MessageKind kind : MessageKind.values()) {
            kinds.put(
                    kind,
                    new KindPreference(
                            defaults.off().getOrDefault(kind, Set.of()),
                            defaults.digestAt().getOrDefault(kind, List.of())));
        }
        return kinds;
    }

    /** The order with the channels that it doesn't name behind those that it does. */
    static List<ChannelName> complete(List<ChannelName> order) {
        return Stream.concat(order.stream(), Arrays.stream(ChannelName.values()))
                .distinct()
                .toList();
    }

    /** @param version 0 while it is as the installation says */
    record Kept(long version, Preference preference) {}

    @Transactional
    Kept kept(UUID staffId) {
        return new Kept(version(staffId), of(List.of(staffId)).get(staffId));
    }

    /**
     * Keeps how the person wants to be reached; kinds that it doesn't name are as the installation says.
     *
     * @throws Refusal 412 if it was changed after the caller had read it
     */
    @Transactional
    Kept keep(UUID staffId, IfMatch ifMatch, Preference preference) {
        long version = version(staffId);
        ifMatch.demand(version);
        boolean kept = session.createNativeMutationQuery("""
                                insert into preference
                                    (staff_id, version, language, channel_order, quiet_from, quiet_to, kinds, changed_at)
                                values (:staff, 1, :language, :order, :quietFrom, :quietTo, cast(:kinds as jsonb), clock_timestamp())
                                on conflict (staff_id) do update
                                set version = preference.version + 1, language = excluded.language,
                                    channel_order = excluded.channel_order, quiet_from = excluded.quiet_from,
                                    quiet_to = excluded.quiet_to, kinds = excluded.kinds, changed_at = excluded.changed_at
                                where preference.version = :seen
                                """)
                        .setParameter("staff", staffId)
                        .setParameter("language", preference.language().name())
                        .setParameter(
                                "order",
                                preference.order().stream().map(Enum::name).toArray(String[]::new))
                        .setParameter(
                                "quietFrom",
                                preference.quietHours().map(QuietHours::from).orElse(null),
                                LocalTime.class)
                        .setParameter(
                                "quietTo",
                                preference.quietHours().map(QuietHours::to).orElse(null),
                                LocalTime.class)
                        .setParameter("kinds", write(preference.kinds()))
                        .setParameter("seen", version)
                        .executeUpdate()
                == 1;
        if (!kept) {
            throw Refusal.preconditionFailed("changed-meanwhile");
        }
        return kept(staffId);
    }

    private long version(UUID staffId) {
        return session.createNativeQuery("select version from preference where staff_id = :staff", Long.class)
                .setParameter("staff", staffId)
                .uniqueResultOptional()
                .orElse(0L);
    }

    /** The preference of each of these people; one statement. */
    @Transactional
    public Map<UUID, Preference> of(Collection<UUID> staffIds) {
        Map<UUID, Preference> found = new HashMap<>();
        staffIds.forEach(id -> found.put(id, standard));
        session.createNativeQuery("""
                        select staff_id, language, channel_order, quiet_from, quiet_to, kinds
                        from preference where staff_id = any(:ids)
                        """, Object[].class)
                .setParameter("ids", staffIds.toArray(UUID[]::new))
                .addScalar("staff_id", UUID.class)
                .addScalar("language", String.class)
                .addScalar("channel_order", String[].class)
                .addScalar("quiet_from", LocalTime.class)
                .addScalar("quiet_to", LocalTime.class)
                .addScalar("kinds", String.class)
                .list()
                .forEach(row -> found.put((UUID) row[0], preference(row)));
        return found;
    }

    private Preference preference(Object[] row) {
        Map<MessageKind, KindPreference> kinds = new EnumMap<>(standard.kinds());
        kinds.putAll(read((String) row[5]));
        return new Preference(
                Language.valueOf((String) row[1]),
                complete(Arrays.stream((String[]) row[2])
                        .map(ChannelName::valueOf)
                        .toList()),
                Optional.ofNullable((LocalTime) row[3]).map(from -> new QuietHours(from, (LocalTime) row[4])),
                kinds);
    }

    private String write(Map<MessageKind, KindPreference> kinds) {
        try {
            return json.writeValueAsString(kinds);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a preference can't be written as JSON", e);
        }
    }

    private Map<MessageKind, KindPreference> read(String kinds) {
        try {
            return json.readValue(kinds, KINDS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored preference can't be read", e);
        }
    }
}
