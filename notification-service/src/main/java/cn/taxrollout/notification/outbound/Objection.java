package cn.taxrollout.notification.outbound;

/** What keeps an address from ever being called from here. */
public enum Objection {
    NOT_HTTP("only http and https are called"),
    NO_HOST("the address has no host"),
    USER_INFORMATION("an address with user information isn't called"),
    NOT_PUBLIC("the address is not public, and the installation doesn't allow it");

    private final String reason;

    Objection(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
