package cn.taxrollout.notification.template;

import java.net.URI;

/** An address that this service has made, as a value of a template. */
record Link(URI address) {
    @Override
    public String toString() {
        return address.toString();
    }
}
