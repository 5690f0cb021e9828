package cn.taxrollout.notification.messaging;

import cn.taxrollout.notification.directory.DirectoryCopy;
import cn.taxrollout.notification.directory.DirectoryState;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;

/** The states of the organisation go into this service's copy. */
@ApplicationScoped
class DirectoryStates implements Subscription {
    static final String TOPIC = "org.directory.v1";

    private final DirectoryCopy copy;

    DirectoryStates(DirectoryCopy copy) {
        this.copy = copy;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public boolean takes(String type) {
        return copy.keeps(type);
    }

    @Override
    public boolean isLog() {
        return false;
    }

    @Override
    public void apply(List<IncomingEvent> events) throws IOException {
        copy.apply(events.stream()
                .map(event -> new DirectoryState(event.type(), event.payload()))
                .toList());
    }
}
