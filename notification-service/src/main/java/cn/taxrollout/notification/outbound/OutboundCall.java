package cn.taxrollout.notification.outbound;

import java.net.URI;
import java.util.Map;

/**
 * A call to make.
 *
 * @param uri http or https, with a host; never logged or told, as its query may hold a secret
 * @param body null for none
 */
public record OutboundCall(String method, URI uri, Map<String, String> headers, byte[] body) {
    public static OutboundCall get(URI uri) {
        return new OutboundCall("GET", uri, Map.of(), null);
    }

    public static OutboundCall post(URI uri, Map<String, String> headers, byte[] body) {
        return new OutboundCall("POST", uri, headers, body);
    }
}
