package cn.taxrollout.notification.messaging;

import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventReader;
import cn.taxrollout.notification.event.TaskEventType;
import cn.taxrollout.notification.inbox.Notices;
import cn.taxrollout.notification.subscription.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** Events of tasks become messages, and go to the systems that subscribe to them. */
@ApplicationScoped
class TaskEvents implements Subscription {
    static final String TOPIC = "task.events.v1";

    private final TaskEventReader reader;
    private final Notices notices;
    private final EventLog log;

    TaskEvents(TaskEventReader reader, Notices notices, EventLog log) {
        this.reader = reader;
        this.notices = notices;
        this.log = log;
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
            TaskEvent read = reader.read(event.type(), event.payload());
            // first, as notices are written one transaction after the other from their insert to the commit
            log.append(event.id(), event.key(), event.headers(), event.payload(), read);
            notices.write(event.id(), event.time(), read);
        }
    }
}
