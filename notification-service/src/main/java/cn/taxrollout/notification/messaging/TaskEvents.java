package cn.taxrollout.notification.messaging;

import cn.taxrollout.notification.event.TaskEventReader;
import cn.taxrollout.notification.event.TaskEventType;
import cn.taxrollout.notification.inbox.Notices;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** Events of tasks become messages. */
@ApplicationScoped
class TaskEvents implements Subscription {
    static final String TOPIC = "task.events.v1";

    private final TaskEventReader reader;
    private final Notices notices;

    TaskEvents(TaskEventReader reader, Notices notices) {
        this.reader = reader;
        this.notices = notices;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public boolean takes(String type) {
        return TaskEventType.ofAnyVersion(type).isPresent();
    }

    @Override
    public boolean isLog() {
        return true;
    }

    @Override
    public void apply(List<IncomingEvent> events) throws IOException {
        for (IncomingEvent event : events) {
            notices.write(event.id(), event.time(), reader.read(event.type(), event.payload()));
        }
    }
}
