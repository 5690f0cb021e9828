package cn.taxrollout.task.messaging;

import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Brings the directory's states, a poll at a time; acknowledged when they are committed. */
@ApplicationScoped
class DirectoryChannel {
    static final String TOPIC = "org.directory.v1";

    private final EventIntake intake;
    private final DirectoryCatchUp catchUp;

    DirectoryChannel(EventIntake intake, DirectoryCatchUp catchUp) {
        this.intake = intake;
        this.catchUp = catchUp;
    }

    @Incoming("directory")
    @Blocking
    void take(ConsumerRecords<String, byte[]> records) {
        List<IncomingEvent> events = new ArrayList<>(records.count());
        for (ConsumerRecord<String, byte[]> record : records) {
            events.add(IncomingEvent.of(record));
        }
        intake.take(events);
        catchUp.applied(events);
    }
}
