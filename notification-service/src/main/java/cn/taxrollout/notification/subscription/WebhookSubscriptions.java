package cn.taxrollout.notification.subscription;

import cn.taxrollout.notification.web.Refusal;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class WebhookSubscriptions implements PanacheRepositoryBase<WebhookSubscription, UUID> {
    /** @throws Refusal 404 if there is none, or it is another system's */
    WebhookSubscription own(String owner, UUID id) {
        return found(find("id = ?1 and owner = ?2", id, owner).firstResultOptional(), id);
    }

    /**
     * The subscription, locked until the end of the transaction.
     *
     * @throws Refusal 404 if there is none, or it is another system's
     */
    WebhookSubscription lockOwn(String owner, UUID id) {
        return found(
                find("id = ?1 and owner = ?2", id, owner)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResultOptional(),
                id);
    }

    private static WebhookSubscription found(Optional<WebhookSubscription> found, UUID id) {
        return found.orElseThrow(() -> Refusal.notFound("subscription-unknown", id));
    }

    Optional<WebhookSubscription> ofAddress(String owner, String url) {
        return find("owner = ?1 and url = ?2", owner, url).firstResultOptional();
    }

    List<WebhookSubscription> list(String owner, UUID after, int limit) {
        return find("owner = ?1 and id > ?2 order by id", owner, after)
                .page(Page.ofSize(limit))
                .list();
    }
}
