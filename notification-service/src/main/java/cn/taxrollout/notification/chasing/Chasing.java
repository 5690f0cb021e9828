package cn.taxrollout.notification.chasing;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.notification.audience.Addressed;
import cn.taxrollout.notification.audience.Audience;
import cn.taxrollout.notification.audience.AudienceGroup;
import cn.taxrollout.notification.audience.MessageKind;
import cn.taxrollout.notification.chasing.ChaseRepository.Due;
import cn.taxrollout.notification.chasing.ChaseRepository.Unacknowledged;
import cn.taxrollout.notification.inbox.AcknowledgementAsked;
import cn.taxrollout.notification.inbox.NewNotice;
import cn.taxrollout.notification.inbox.Notices;
import cn.taxrollout.notification.inbox.Retelling;
import cn.taxrollout.notification.template.Templates;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Repeats what wasn't acknowledged, and then tells the head of the person's unit, once. Any replica may sweep at any time: a step of a
 * notice is taken under its lock, in batches, and each message carries the steps it has seen.
 */
@ApplicationScoped
class Chasing {
    private static final String LABEL = "NotAcknowledged";
    private static final Logger LOG = Logger.getLogger(Chasing.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);
    private static final int BATCH = 200;
    /** The people of a unit are told of together, up to so many. */
    private static final int OF_ONE_UNIT = 2_000;

    private static final int NAMED = 20;

    private final ChaseRepository chases;
    private final ChasingLadder ladder;
    private final Notices notices;
    private final Templates templates;
    private final Event<Retelling> retellings;
    private final Clock clock;
    private final MeterRegistry metrics;

    Chasing(
            ChaseRepository chases,
            ChasingLadder ladder,
            Notices notices,
            Templates templates,
            Event<Retelling> retellings,
            Clock clock,
            MeterRegistry metrics) {
        this.chases = chases;
        this.ladder = ladder;
        this.notices = notices;
        this.templates = templates;
        this.retellings = retellings;
        this.clock = clock;
        this.metrics = metrics;
    }

    void begin(@Observes AcknowledgementAsked asked) {
        ladder.due(asked.kind(), clock.instant(), 1).ifPresent(due -> chases.begin(asked.noticeId(), due));
    }

    @Scheduled(
            every = "5s",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    void sweep() {
        while (takeStep()) {
            // until nothing is due that another replica doesn't have in hand
        }
    }

    /**
     * A part of a step, in one transaction. One that fails comes again after a minute, so that it doesn't hold up the others.
     *
     * @return whether there was one
     */
    private boolean takeStep() {
        var next = new AtomicReference<Due>();
        try {
            QuarkusTransaction.requiringNew().run(() -> {
                next.set(chases.nextDue(clock.instant()).orElse(null));
                if (next.get() != null) {
                    take(next.get());
                }
            });
        } catch (RuntimeException failure) {
            Due due = next.get();
            if (due == null) {
                throw failure;
            }
            LOG.errorf(
                    failure, "Step %d of chasing notice %s failed, next try in a minute", due.step(), due.noticeId());
            QuarkusTransaction.requiringNew()
                    .run(() -> chases.next(
                            due.noticeId(), due.step(), clock.instant().plus(PAUSE_AFTER_FAILURE)));
        }
        return next.get() != null;
    }

    private void take(Due due) {
        boolean whole = ladder.tellsHead(due.kind(), due.step()) ? tellOneHead(due) : repeat(due);
        if (whole) {
            advance(due);
        }
    }

    private void advance(Due due) {
        int step = due.step() + 1;
        ladder.due(due.kind(), due.toldAt(), step)
                .ifPresentOrElse(at -> chases.next(due.noticeId(), step, at), () -> chases.end(due.noticeId()));
    }

    /** @return whether nobody is left in this step */
    private boolean repeat(Due due) {
        List<Unacknowledged> left = chases.unacknowledged(due, BATCH);
        chases.seen(left, due.step(), true)
                .forEach(round -> retellings.fire(new Retelling(round.messageId(), round.round())));
        metrics.counter("notification.chases", "step", "repeated").increment(left.size());
        return left.size() < BATCH;
    }

    /** Tells the head of one unit of all its people who haven't acknowledged. */
    private boolean tellOneHead(Due due) {
        List<Unacknowledged> left = chases.unacknowledged(due, OF_ONE_UNIT);
        if (left.isEmpty()) {
            return true;
        }
        UUID unit = left.get(0).unitId();
        List<Unacknowledged> ofUnit =
                left.stream().filter(one -> Objects.equals(one.unitId(), unit)).toList();
        chases.seen(ofUnit, due.step(), false);
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, clock.getZone());
        chases.nearestHeaded(unit, ofUnit.stream().map(Unacknowledged::staffId).toList(), today)
                .ifPresent(headed -> tell(due, ofUnit, headed, now, today));
        return false;
    }

    private void tell(Due due, List<Unacknowledged> people, UUID headed, Instant now, LocalDate today) {
        notices.write(new NewNotice(
                // a message is told of to a head once, so the first one's id stands for all of them
                UUID.nameUUIDFromBytes(("not-acknowledged:" + people.get(0).messageId()).getBytes(UTF_8)),
                NewNotice.Source.CHASE,
                null,
                LABEL,
                null,
                MessageKind.MANDATORY,
                false,
                new NewNotice.Subject(due.planId(), due.taskId(), due.link(), due.confidential()),
                now,
                new Audience(List.of(new Addressed(headed, AudienceGroup.UNIT_HEADS)), List.of(), today),
                templates.notAcknowledged(
                        due.titleZh(),
                        due.titleEn(),
                        people.stream().limit(NAMED).map(Unacknowledged::name).toList(),
                        people.size())));
        metrics.counter("notification.chases", "step", "head").increment(people.size());
    }
}
