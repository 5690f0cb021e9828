package cn.taxrollout.notification.template;

import cn.taxrollout.notification.event.TaskEvent;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Something to tell, for trying a template. */
sealed interface Sample {
    /** What it is, for whoever has to find out why a template fails with it. */
    String name();

    /**
     * @param unitNames of all units that the event mentions
     */
    record OfEvent(String name, TaskEvent event, Map<UUID, String> unitNames) implements Sample {}

    record OfChase(String name, Chase chase) implements Sample {}

    /** @param text what the inbox says */
    record OfMessage(
            String name,
            NoticeTexts.Text text,
            Optional<Boolean> urgent,
            Optional<Boolean> acknowledgementAsked,
            Optional<Integer> repetition)
            implements Sample {}

    record OfDigest(String name, DigestFacts facts) implements Sample {}

    /** A message that can't be named. */
    record OfWaiting(String name) implements Sample {}
}
