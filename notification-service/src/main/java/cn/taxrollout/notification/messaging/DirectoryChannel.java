package cn.taxrollout.notification.messaging;

import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Brings the directory's states, a poll at a time; acknowledged when they are committed. */
@ApplicationScoped
class DirectoryChannel {
    private final EventIntake intake;
    private final DirectoryStates states;
    private final DirectoryCatchUp catchUp;

    DirectoryChannel(EventIntake intake, DirectoryStates states, DirectoryCatchUp catchUp) {
        this.intake = intake;
        this.states = states;
        this.catchUp = catchUp;
    }

    @Incoming("directory")
    @Blocking
    void take(ConsumerRecords<String, byte[]> records) {
        List<IncomingEvent> events = IncomingEvent.of(records);
        intake.take(states, events);
        catchUp.applied(events);
    }
}
