package cn.taxrollout.notification.messaging;

import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Brings the events of tasks, one after the other; acknowledged when what they do is committed. */
@ApplicationScoped
class TaskEventsChannel {
    private final EventIntake intake;
    private final TaskEvents events;

    TaskEventsChannel(EventIntake intake, TaskEvents events) {
        this.intake = intake;
        this.events = events;
    }

    @Incoming("task-events")
    @Blocking
    void take(ConsumerRecord<String, byte[]> record) {
        intake.take(events, List.of(IncomingEvent.of(record)));
    }
}
