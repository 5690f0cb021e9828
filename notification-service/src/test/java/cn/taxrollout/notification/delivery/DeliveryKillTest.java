package cn.taxrollout.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.taxrollout.notification.CopiedDirectory;
import cn.taxrollout.notification.Organisation;
import cn.taxrollout.notification.Rows;
import cn.taxrollout.notification.ServiceTest;
import cn.taxrollout.notification.WrittenNotices;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.channel.Outcome;
import cn.taxrollout.notification.channel.Outgoing;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A replica is killed between each pair of steps of fifty deliveries, and another one takes over when the lease of the first has
 * ended. What the other side got is compared with what the record says.
 */
@ServiceTest
class DeliveryKillTest {
    private static final Logger LOG = Logger.getLogger(DeliveryKillTest.class);
    private static final int TIMES = 50;

    @Inject
    OutsideWorld world;

    @Inject
    CopiedDirectory copied;

    @Inject
    WrittenNotices notices;

    @Inject
    DeliveryLoop survivor;

    @Inject
    DeliveryPlanning planning;

    @Inject
    DeliveryQueue queue;

    @Inject
    Dispatch dispatch;

    @Inject
    Session session;

    /** Ends the work at once, as no handler of failures takes it. */
    private static final class Killed extends Error {}

    enum Kill {
        AFTER_THE_CLAIM,
        BEFORE_THE_SENDING,
        AFTER_THE_SENDING,
        AFTER_THE_RECORD
    }

    @BeforeEach
    void onlyTheTestDelivers() throws InterruptedException {
        world.open();
        survivor.stop(null);
    }

    @AfterEach
    void everythingAsBefore() {
        world.close();
        if (!survivor.isRunning()) {
            survivor.start(null);
        }
    }

    @ParameterizedTest
    @EnumSource(Kill.class)
    void mailThatMayHaveLeftIsNeverSentAgainAndNeverForgotten(Kill kill) {
        List<UUID> people = people(ChannelName.EMAIL);
        killAndTakeOver(people, ChannelName.EMAIL, DeliveryKillTest::mail, kill);
        boolean known = kill != Kill.BEFORE_THE_SENDING && kill != Kill.AFTER_THE_SENDING;
        assertThat(states(people)).isEqualTo(Map.of(known ? "SENT" : "UNCERTAIN", TIMES));
        assertThat(arrived(people, DeliveryKillTest::mail))
                .as("mails of each delivery")
                .allMatch(mails -> mails.size() == (kill == Kill.BEFORE_THE_SENDING ? 0 : 1));
    }

    @ParameterizedTest
    @EnumSource(Kill.class)
    void whereRepetitionsAreRecognisedAllOfItArrives(Kill kill) {
        List<UUID> people = people(ChannelName.CHAT);
        killAndTakeOver(people, ChannelName.CHAT, DeliveryKillTest::chat, kill);
        assertThat(states(people)).isEqualTo(Map.of("SENT", TIMES));
        assertThat(arrived(people, DeliveryKillTest::chat))
                .as("different messages of each delivery")
                .allMatch(messages ->
                        messages.stream().map(Outgoing::deliveryId).distinct().count() == 1);
    }

    @Test
    void aReplicaThatWakesUpAfterItsLeaseSendsNothing() {
        List<UUID> people = people(ChannelName.EMAIL);
        List<Claimed> asleep = claim(people, ChannelName.EMAIL);
        takeOver(asleep);
        awaitSettled(people);
        asleep.forEach(dispatch::deliver);
        assertThat(states(people)).isEqualTo(Map.of("SENT", TIMES));
        assertThat(arrived(people, DeliveryKillTest::mail)).allMatch(mails -> mails.size() == 1);
    }

    @Test
    void theLateAnswerOfAReplicaThatWakesUpEndsTheUncertainty() {
        List<UUID> people = people(ChannelName.EMAIL);
        List<Claimed> claimed = claim(people, ChannelName.EMAIL);
        List<Attempt> asleep =
                claimed.stream().map(one -> queue.begin(one).orElseThrow()).toList();
        takeOver(claimed);
        awaitSettled(people);
        assertThat(states(people)).isEqualTo(Map.of("UNCERTAIN", TIMES));
        asleep.forEach(attempt -> queue.settle(attempt, dispatch.send(attempt)));
        assertThat(states(people)).isEqualTo(Map.of("SENT", TIMES));
        assertThat(arrived(people, DeliveryKillTest::mail)).allMatch(mails -> mails.size() == 1);
    }

    /** Whoever has gone on with it knows better: a refusal that comes late takes nothing back and sends nobody to the next channel. */
    @Test
    void theLateAnswerOfAReplicaThatWakesUpChangesNothingOnceAnotherHasSentIt() {
        List<UUID> people = people(ChannelName.CHAT);
        List<Claimed> claimed = claim(people, ChannelName.CHAT);
        List<Attempt> asleep =
                claimed.stream().map(one -> queue.begin(one).orElseThrow()).toList();
        takeOver(claimed);
        awaitSettled(people);
        assertThat(states(people)).isEqualTo(Map.of("SENT", TIMES));
        asleep.forEach(attempt -> queue.settle(attempt, new Outcome.Refused("no such person")));
        assertThat(states(people)).isEqualTo(Map.of("SENT", TIMES));
        assertThat(arrived(people, DeliveryKillTest::chat)).allMatch(messages -> messages.size() == 1);
    }

    @Test
    void manySendersAtOnceSendEachDeliveryOnce() throws Exception {
        List<UUID> people = people(ChannelName.EMAIL);
        survivor.start(null);
        var others = Executors.newFixedThreadPool(6);
        List<Callable<Void>> senders = new ArrayList<>();
        IntStream.range(0, 6)
                .forEach(i -> senders.add(() -> {
                    for (List<Claimed> some = queue.claim(ChannelName.EMAIL, 3);
                            !some.isEmpty();
                            some = queue.claim(ChannelName.EMAIL, 3)) {
                        some.forEach(dispatch::deliver);
                    }
                    return null;
                }));
        for (var sender : others.invokeAll(senders)) {
            sender.get();
        }
        others.shutdown();
        awaitSettled(people);
        assertThat(states(people)).isEqualTo(Map.of("SENT", TIMES));
        assertThat(arrived(people, DeliveryKillTest::mail)).allMatch(mails -> mails.size() == 1);
    }

    private void killAndTakeOver(List<UUID> people, ChannelName channel, Function<UUID, String> address, Kill kill) {
        List<Claimed> claimed = claim(people, channel);
        Consumer<Claimed> untilKilled =
                switch (kill) {
                    case AFTER_THE_CLAIM -> one -> {};
                    case BEFORE_THE_SENDING ->
                        one -> assertThat(queue.begin(one)).isPresent();
                    case AFTER_THE_SENDING ->
                        one -> assertThatThrownBy(() -> dispatch.deliver(one)).isInstanceOf(Killed.class);
                    case AFTER_THE_RECORD -> dispatch::deliver;
                };
        if (kill == Kill.AFTER_THE_SENDING) {
            people.forEach(person -> world.next(address.apply(person), DeliveryKillTest::acceptAndDie));
        }
        claimed.forEach(untilKilled);
        takeOver(claimed);
        awaitSettled(people);
        int arrived = arrived(people, address).stream().mapToInt(List::size).sum();
        LOG.infof(
                "%s killed %s: %d deliveries, %s, %d calls of the other side",
                channel, kill, TIMES, states(people), arrived);
    }

    private static Outcome acceptAndDie(Outgoing message) {
        throw new Killed();
    }

    /** Fifty people whom the channel reaches and no other, each with a message that is planned. */
    private List<UUID> people(ChannelName channel) {
        var organisation = new Organisation();
        UUID unit = organisation.unit("综合组", "WORKING_GROUP", null);
        List<UUID> people = IntStream.range(0, TIMES)
                .mapToObj(i -> organisation.member(unit))
                .toList();
        people.forEach(person -> organisation.addresses(
                person,
                channel == ChannelName.EMAIL ? mail(person) : null,
                null,
                channel == ChannelName.CHAT ? chat(person) : null));
        copied.take(organisation);
        notices.overdue(unit, 1);
        while (planning.planDue()) {}
        return people;
    }

    /** Claims what is due by the channel, of which other tests may have left something. */
    private List<Claimed> claim(List<UUID> people, ChannelName channel) {
        List<UUID> theirs = ids(people);
        List<Claimed> claimed = queue.claim(channel, 1_000).stream()
                .filter(one -> theirs.contains(one.id()))
                .toList();
        assertThat(claimed).hasSize(TIMES);
        return claimed;
    }

    /** Time passes until the leases have ended, and another replica goes on. */
    private void takeOver(List<Claimed> left) {
        QuarkusTransaction.requiringNew().run(() -> session.createNativeMutationQuery("""
                                update delivery set leased_until = clock_timestamp() - interval '1 second'
                                where claim = :claim and leased_until is not null
                                """)
                .setParameter("claim", left.get(0).claim())
                .executeUpdate());
        survivor.start(null);
    }

    private void awaitSettled(List<UUID> people) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Rows.of("""
                        select state from delivery where staff_id = any(?) and settled_at is null and channel in ('EMAIL', 'CHAT')
                        """, (Object) people.toArray(UUID[]::new)))
                        .isEmpty());
    }

    private static List<UUID> ids(List<UUID> people) {
        return Rows.of("select id from delivery where staff_id = any(?)", (Object) people.toArray(UUID[]::new)).stream()
                .map(UUID.class::cast)
                .toList();
    }

    /** How many deliveries there are in each state, those aside that had no address. */
    private static Map<String, Integer> states(List<UUID> people) {
        return Rows.of(
                        "select state from delivery where staff_id = any(?) and reason is distinct from 'NO_ADDRESS'",
                        (Object) people.toArray(UUID[]::new))
                .stream()
                .collect(Collectors.toMap(String.class::cast, state -> 1, Integer::sum));
    }

    private List<List<Outgoing>> arrived(List<UUID> people, Function<UUID, String> address) {
        return people.stream().map(address).map(world::arrivedAt).toList();
    }

    private static String mail(UUID person) {
        return person + "@example.org";
    }

    private static String chat(UUID person) {
        return "c" + person;
    }
}
