package cn.taxrollout.notification.messaging;

import cn.taxrollout.notification.event.TaskEvent;
import cn.taxrollout.notification.event.TaskEventReader;
import cn.taxrollout.notification.event.TaskEventType;
import cn.taxrollout.notification.inbox.Notices;
import cn.taxrollout.notification.subscription.EventLog;
import cn.taxrollout.notification.workinghours.WorkingYears;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
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
        boolean isLogRead = log.isRead();
        List<Notices.Occurrence> occurrences = new ArrayList<>(events.size());
        for (IncomingEvent event : events) {
            if (years.concerns(event.type())) {
                years.take(event.type(), event.payload());
            } else {
                TaskEvent read = reader.read(event.type(), event.payload());
                if (isLogRead) {
                    log.append(event.id(), event.key(), event.headers(), event.payload(), read);
                }
                occurrences.add(new Notices.Occurrence(event.id(), event.time(), read));
            }
        }
        // last, as notices are written one transaction after the other from their insert to the commit
        notices.write(occurrences);
    }
}
