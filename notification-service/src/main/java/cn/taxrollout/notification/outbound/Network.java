package cn.taxrollout.notification.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The addresses that begin with the same bits, written as in {@code 10.20.0.0/16} (RFC 4632, RFC 4291). */
record Network(InetAddress begin, int bits) {
    /** Only addresses: a name would be looked up. */
    private static final Pattern FORM = Pattern.compile("([0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)/(\\d{1,3})");

    /** @throws IllegalArgumentException if the text is no network */
    static Network of(String text) {
        var parts = FORM.matcher(text.strip());
        try {
            if (parts.matches()) {
                var network = new Network(InetAddress.getByName(parts.group(1)), Integer.parseInt(parts.group(2)));
                if (network.bits <= network.begin.getAddress().length * Byte.SIZE) {
                    return network;
                }
            }
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no network: " + text, e);
        }
        throw new IllegalArgumentException("no network: " + text);
    }

    /** Whether the address is of the same family and lies within. */
    boolean contains(InetAddress address) {
        byte[] ours = begin.getAddress();
        byte[] its = address.getAddress();
        if (ours.length != its.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if (((ours[bit / Byte.SIZE] ^ its[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
