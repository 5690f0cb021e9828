package cn.taxrollout.notification.announcement;

import cn.taxrollout.notification.announcement.NewMessage.Place;
import cn.taxrollout.notification.announcement.NewMessage.Wording;
import cn.taxrollout.notification.audience.Addressed;
import cn.taxrollout.notification.audience.Audience;
import cn.taxrollout.notification.audience.AudienceGroup;
import cn.taxrollout.notification.directory.Directory;
import cn.taxrollout.notification.inbox.NewNotice;
import cn.taxrollout.notification.inbox.Notices;
import cn.taxrollout.notification.security.Caller;
import cn.taxrollout.notification.template.NoticeTexts;
import cn.taxrollout.notification.web.Refusal;
import cn.taxrollout.notification.web.Refusal.Violation;
import com.fasterxml.uuid.Generators;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Tells what other systems and administrators have to say. */
@ApplicationScoped
class Announcements {
    private static final String LABEL = "Announcement";
    /** So many refused places are named; who has more has a list of another bureau. */
    private static final int NAMED_REFUSALS = 100;
    /** What lies within the subtree of the unit itself, so that who administers it may address it. */
    private static final Set<AudienceGroup> WITHIN =
            EnumSet.of(AudienceGroup.UNIT_MEMBERS, AudienceGroup.UNIT_HEADS, AudienceGroup.SUBTREE);

    private final Directory directory;
    private final Notices notices;
    private final Clock clock;

    Announcements(Directory directory, Notices notices, Clock clock) {
        this.directory = directory;
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * @throws Refusal 400 that names units and staff numbers that don't exist, 403 that names those that the caller doesn't
     *     administer, 422 if nobody is told
     */
    @Transactional
    Notices.Told tell(NewMessage message, Caller caller) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, clock.getZone());
        Map<String, UUID> named = directory.staffMembers(message.to().named());
        demandExisting(message, named);
        if (caller.staffId() != null) {
            demandAdministered(message, named, caller.staffId(), today);
        }
        var audience = new Audience(
                message.to().places().stream()
                        .flatMap(place -> place.groups().stream().map(group -> new Addressed(place.unitId(), group)))
                        .toList(),
                message.to().named().stream().distinct().map(named::get).toList(),
                today);
        Notices.Told told = notices.write(new NewNotice(
                Generators.timeBasedEpochGenerator().generate(),
                NewNotice.Source.ANNOUNCEMENT,
                caller.name(),
                LABEL,
                null,
                message.kind(),
                message.asksAcknowledgement(),
                new NewNotice.Subject(null, null, message.link(), message.confidential()),
                now,
                audience,
                new NoticeTexts(text(message.zh()), text(message.english()))));
        if (told.people() == 0) {
            throw Refusal.unprocessable("nobody-told", List.of(new Violation("to", "nobody-there")));
        }
        return told;
    }

    private static NoticeTexts.Text text(Wording wording) {
        return new NoticeTexts.Text(wording.title().strip(), wording.body().strip());
    }

    private void demandExisting(NewMessage message, Map<String, UUID> named) {
        List<Place> places = message.to().places();
        List<String> staffNos = message.to().named();
        Set<UUID> present = directory.presentUnits(units(places));
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            if (!present.contains(places.get(i).unitId())) {
                violations.add(new Violation(
                        "to.units[%d].unitId".formatted(i),
                        "unit-unknown",
                        places.get(i).unitId()));
            }
            if (places.get(i).groups().contains(AudienceGroup.NAMED)) {
                violations.add(new Violation("to.units[%d].groups".formatted(i), "named-by-staff-no"));
            }
        }
        for (int i = 0; i < staffNos.size(); i++) {
            if (!named.containsKey(staffNos.get(i))) {
                violations.add(new Violation("to.staffNos[%d]".formatted(i), "staff-no-unknown", staffNos.get(i)));
            }
        }
        if (places.isEmpty() && staffNos.isEmpty()) {
            violations.add(new Violation("to", "nobody-addressed"));
        }
        if (!violations.isEmpty()) {
            throw Refusal.badRequest("invalid-request", first(violations));
        }
    }

    private void demandAdministered(NewMessage message, Map<String, UUID> named, UUID staffId, LocalDate today) {
        List<Place> places = message.to().places();
        List<String> staffNos = message.to().named();
        Map<UUID, Set<UUID>> unitsOf = directory.unitsOf(named.values(), today);
        Set<UUID> units = new HashSet<>(units(places));
        unitsOf.values().forEach(units::addAll);
        Set<UUID> own = directory.administered(staffId, today, units);
        List<Violation> violations = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            if (!own.contains(places.get(i).unitId())) {
                violations.add(new Violation("to.units[%d].unitId".formatted(i), "not-administered"));
            } else if (!WITHIN.containsAll(places.get(i).groups())) {
                violations.add(new Violation("to.units[%d].groups".formatted(i), "not-within-unit", WITHIN));
            }
        }
        for (int i = 0; i < staffNos.size(); i++) {
            Collection<UUID> theirs = unitsOf.getOrDefault(named.get(staffNos.get(i)), Set.of());
            if (theirs.stream().noneMatch(own::contains)) {
                violations.add(new Violation("to.staffNos[%d]".formatted(i), "not-administered"));
            }
        }
        if (!violations.isEmpty()) {
            throw Refusal.forbidden("not-administered-all", first(violations));
        }
    }

    private static List<UUID> units(List<Place> places) {
        return places.stream().map(Place::unitId).distinct().toList();
    }

    private static List<Violation> first(List<Violation> violations) {
        return violations.subList(0, Math.min(NAMED_REFUSALS, violations.size()));
    }
}
