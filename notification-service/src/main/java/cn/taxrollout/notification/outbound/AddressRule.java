package cn.taxrollout.notification.outbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be called. Whoever connects must do so to the very address that was asked about here, and not look the
 * name up again: it may point elsewhere by then.
 */
@ApplicationScoped
class AddressRule {
    /** The IPv4 blocks of the IANA special-purpose registry (RFC 6890), multicast and what is reserved. */
    private static final List<Network> NOT_PUBLIC = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            // within the global IPv6 block below: protocol assignments with Teredo, documentation, 6to4
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    /** Of IPv6 only what is handed out as global unicast; an IPv4 address in IPv6 clothes is none of these. */
    private static final List<Network> GLOBAL = networks("0.0.0.0/0", "2000::/3");

    /** Looks a name up. */
    interface Names {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    private final Names names;
    private final List<Network> allowed;

    @Inject
    AddressRule(OutboundSettings settings) {
        this(InetAddress::getAllByName, settings.allowedNetworks().orElse(List.of()));
    }

    AddressRule(Names names, List<String> allowedNetworks) {
        this.names = names;
        this.allowed = networks(allowedNetworks.toArray(String[]::new));
    }

    private static List<Network> networks(String... networks) {
        return Arrays.stream(networks).map(Network::of).toList();
    }

    /**
     * An address of the host that may be called.
     *
     * @param host a name, or an address in any spelling, IPv6 with or without brackets
     * @throws UnknownHostException if it has no address at all
     * @throws Forbidden if none of its addresses may be called
     */
    InetAddress permitted(String host) throws UnknownHostException {
        return Arrays.stream(names.lookUp(host))
                .filter(this::isPermitted)
                .findFirst()
                .orElseThrow(() -> new Forbidden(Objection.NOT_PUBLIC));
    }

    private boolean isPermitted(InetAddress address) {
        return isIn(allowed, address) || isIn(GLOBAL, address) && !isIn(NOT_PUBLIC, address);
    }

    private static boolean isIn(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** The address must not be called. */
    static final class Forbidden extends RuntimeException {
        private final Objection objection;

        Forbidden(Objection objection) {
            super(objection.reason());
            this.objection = objection;
        }

        Objection objection() {
            return objection;
        }
    }
}
