package cn.taxrollout.notification.template;

import cn.taxrollout.notification.web.Refusal.Violation;
import java.util.List;

/** What is wrong with a template, each fault with the field of the request that it stands in. */
final class Faults extends RuntimeException {
    private final transient List<Violation> places;

    Faults(List<Violation> places) {
        super(places.toString(), null, false, false);
        this.places = List.copyOf(places);
    }

    List<Violation> places() {
        return places;
    }
}
