package cn.taxrollout.notification.messaging;

import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Brings the events of tasks, a poll at a time; acknowledged when what they do is committed. */
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
    void take(ConsumerRecords<String, byte[]> records) {
        intake.take(events, IncomingEvent.of(records));
    }
}
