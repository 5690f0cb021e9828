package cn.taxrollout.notification.subscription;

import cn.taxrollout.notification.audience.Audience;
import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.directory.Directory;
import cn.taxrollout.notification.inbox.NewNotice;
import cn.taxrollout.notification.inbox.Notices;
import cn.taxrollout.notification.template.NoticeTexts;
import cn.taxrollout.notification.web.Language;
import com.fasterxml.uuid.Generators;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.MessageFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.UUID;

/** Tells the subscriber's contact, and the administrators above, that a subscription was disabled. */
@ApplicationScoped
class DisabledNotice {
    private static final String LABEL = "SubscriptionDisabled";
    private static final String AUTHOR = "notification-service";

    private final Notices notices;
    private final Directory directory;
    private final Clock clock;

    DisabledNotice(Notices notices, Directory directory, Clock clock) {
        this.notices = notices;
        this.directory = directory;
        this.clock = clock;
    }

    /** Writes the notice within the running transaction. */
    void tell(WebhookSubscription subscription, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, clock.getZone());
        notices.write(new NewNotice(
                Generators.timeBasedEpochGenerator().generate(),
                NewNotice.Source.ANNOUNCEMENT,
                AUTHOR,
                LABEL,
                null,
                MessageKind.MANDATORY,
                false,
                new NewNotice.Subject(null, null, null, false),
                now,
                new Audience(List.of(), people(subscription, today), today),
                new NoticeTexts(text(Language.CHINESE, subscription), text(Language.ENGLISH, subscription))));
    }

    private List<UUID> people(WebhookSubscription subscription, LocalDate today) {
        List<UUID> contact = List.copyOf(
                directory.staffMembers(List.of(subscription.contactStaffNo())).values());
        Set<UUID> units = new HashSet<>();
        directory.unitsOf(contact, today).values().forEach(units::addAll);
        if (subscription.unitId() != null) {
            units.add(subscription.unitId());
        }
        Set<UUID> people = new HashSet<>(contact);
        people.addAll(directory.administrators(units, today));
        return new ArrayList<>(people);
    }

    private static NoticeTexts.Text text(Language language, WebhookSubscription subscription) {
        ResourceBundle texts = ResourceBundle.getBundle(
                "subscription-texts",
                language.bundle(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        Object[] facts = {subscription.owner(), subscription.url(), subscription.disabledReason(), subscription.id()};
        return new NoticeTexts.Text(
                new MessageFormat(texts.getString("title"), Locale.ROOT).format(facts),
                new MessageFormat(texts.getString("body"), Locale.ROOT).format(facts));
    }
}
