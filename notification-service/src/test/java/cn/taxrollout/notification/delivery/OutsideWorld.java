package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.Channel;
import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.channel.Outcome;
import cn.taxrollout.notification.channel.Outgoing;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The other sides of three channels, which do with a message to an address what a test has told them to, and accept it where it
 * has told them nothing. The chat recognises repetitions, mail and short messages don't. They are set up only while a test opens them.
 */
@Singleton
class OutsideWorld {
    private final Map<String, Deque<Function<Outgoing, Outcome>>> behaviour = new ConcurrentHashMap<>();
    private final Map<String, List<Outgoing>> arrived = new ConcurrentHashMap<>();
    private volatile boolean open;

    void open() {
        open = true;
    }

    void close() {
        open = false;
    }

    /** What becomes of the next messages to that address. */
    void next(String address, Outcome... outcomes) {
        for (Outcome outcome : outcomes) {
            next(address, message -> outcome);
        }
    }

    void next(String address, Function<Outgoing, Outcome> does) {
        behaviour.computeIfAbsent(address, any -> new ArrayDeque<>()).add(does);
    }

    /** What was called for that address, whatever came of it. */
    List<Outgoing> arrivedAt(String address) {
        return arrived.getOrDefault(address, List.of());
    }

    private Outcome take(Outgoing message) {
        arrived.computeIfAbsent(message.address(), any -> new CopyOnWriteArrayList<>())
                .add(message);
        Deque<Function<Outgoing, Outcome>> told = behaviour.get(message.address());
        Function<Outgoing, Outcome> does;
        if (told == null) {
            return new Outcome.Accepted(Optional.of("R-" + message.deliveryId()));
        }
        synchronized (told) {
            does = told.poll();
        }
        return does == null ? new Outcome.Accepted(Optional.of("R-" + message.deliveryId())) : does.apply(message);
    }

    @Produces
    @Singleton
    @Priority(1)
    Channel chat() {
        return new Side(ChannelName.CHAT, Duration.ofMinutes(30));
    }

    @Produces
    @Singleton
    @Priority(1)
    Channel mail() {
        return new Side(ChannelName.EMAIL, Duration.ZERO);
    }

    @Produces
    @Singleton
    @Priority(1)
    Channel shortMessages() {
        return new Side(ChannelName.SMS, Duration.ZERO);
    }

    private final class Side implements Channel {
        private final ChannelName name;
        private final Duration deduplicatesFor;

        private Side(ChannelName name, Duration deduplicatesFor) {
            this.name = name;
            this.deduplicatesFor = deduplicatesFor;
        }

        @Override
        public ChannelName name() {
            return name;
        }

        @Override
        public boolean isSetUp() {
            return open;
        }

        @Override
        public Duration deduplicatesFor() {
            return deduplicatesFor;
        }

        @Override
        public Outcome send(Outgoing message) {
            return take(message);
        }
    }
}
