package cn.taxrollout.notification.messaging;

import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventReader;
import cn.taxrollout.notification.event.TaskEventType;
import cn.taxrollout.notification.inbox.Notices;
import cn.taxrollout.notification.subscription.EventLog;
import cn.taxrollout.notification.workinghours.WorkingYears;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/**
 * Events of tasks become messages, and go to the systems that subscribe to them; years of the working calendar go into this
 * service's copy.
 */
@ApplicationScoped
class TaskEvents implements Subscription {
    static final String TOPIC = "task.events.v1";

    private final TaskEventReader reader;
    private final Notices notices;
    private final EventLog log;
    private final WorkingYears years;

    TaskEvents(TaskEventReader reader, Notices notices, EventLog log, WorkingYears years) {
        this.reader = reader;
        this.notices = notices;
        this.log = log;
        this.years = years;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public boolean takes(String type) {
        return TaskEventType.ofAnyVersion(type).isPresent() || years.concerns(type);
    }

    @Override
    public boolean isLog() {
        return true;
    }

    @Override
    public void apply(List<IncomingEvent> events) throws IOException {
        for (IncomingEvent event : events) {
            if (years.concerns(event.type())) {
                years.take(event.type(), event.payload());
            } else {
                tell(event);
            }
        }
    }

    private void tell(IncomingEvent event) throws IOException {
        TaskEvent read = reader.read(event.type(), event.payload());
        // first, as notices are written one transaction after the other from their insert to the commit
        log.append(event.id(), event.key(), event.headers(), event.payload(), read);
        notices.write(event.id(), event.time(), read);
    }
}
