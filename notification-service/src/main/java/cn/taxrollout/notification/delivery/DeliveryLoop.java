package cn.taxrollout.notification.delivery;

import cn.taxrollout.notification.channel.ChannelName;
import cn.taxrollout.notification.channel.SetUpChannels;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Plans and sends, in every replica, as long as it runs. Each channel has places of its own, so that a slow one holds up no
 * other. What waits is found by looking twice a second, which costs a few index look-ups, and at once where something has
 * just been planned or a place has become free.
 */
@ApplicationScoped
class DeliveryLoop {
    private static final Logger LOG = Logger.getLogger(DeliveryLoop.class);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final DeliveryPlanning planning;
    private final DeliveryQueue queue;
    private final Dispatch dispatch;
    private final SetUpChannels channels;
    private final DeliverySettings settings;
    private final Map<ChannelName, Semaphore> places = new EnumMap<>(ChannelName.class);
    private final Semaphore calls = new Semaphore(0);
    private volatile boolean running;
    private Thread thread;
    private ExecutorService senders;

    DeliveryLoop(
            DeliveryPlanning planning,
            DeliveryQueue queue,
            Dispatch dispatch,
            SetUpChannels channels,
            DeliverySettings settings) {
        this.planning = planning;
        this.queue = queue;
        this.dispatch = dispatch;
        this.channels = channels;
        this.settings = settings;
    }

    void start(@Observes StartupEvent event) {
        for (ChannelName channel : ChannelName.values()) {
            places.put(channel, new Semaphore(settings.concurrency()));
        }
        senders = Executors.newCachedThreadPool(work -> new Thread(work, "delivery-sender"));
        running = true;
        thread = new Thread(this::run, "delivery-loop");
        thread.start();
    }

    /** Claims nothing more and lets what is being sent come to its end. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        calls.release();
        thread.join(STOP.toMillis());
        senders.shutdown();
        if (!senders.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("Deliveries are still being sent; how they end will not be known");
        }
    }

    boolean isRunning() {
        return running;
    }

    private void run() {
        while (running) {
            try {
                calls.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                calls.drainPermits();
                work();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warnf("Deliveries wait, next try in %s: %s", LOOK, e.getMessage());
            }
        }
    }

    private void work() {
        boolean more = planning.planDue();
        while (queue.takeOver()) {
            more = true;
        }
        for (ChannelName channel : channels.names()) {
            claim(channel);
        }
        if (more) {
            calls.release();
        }
    }

    private void claim(ChannelName channel) {
        int asked = places.get(channel).drainPermits();
        if (asked == 0) {
            return;
        }
        int claimed = 0;
        try {
            List<Claimed> found = queue.claim(channel, asked);
            claimed = found.size();
            found.forEach(this::send);
        } finally {
            places.get(channel).release(asked - claimed);
        }
    }

    private void send(Claimed claimed) {
        senders.execute(() -> {
            try {
                dispatch.deliver(claimed);
            } catch (RuntimeException e) {
                // its lease ends, and then it is seen what has become of it
                LOG.warnf("Delivery %s is left as it is: %s", claimed.id(), e.getMessage());
            } finally {
                places.get(claimed.channel()).release();
                calls.release();
            }
        });
    }
}
