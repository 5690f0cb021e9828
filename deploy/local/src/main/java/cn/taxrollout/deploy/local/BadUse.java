package cn.taxrollout.deploy.local;

/** The user asked for something that can't be done; the message is one line that says what to change. */
public final class BadUse extends RuntimeException {

    public BadUse(String message) {
        super(message);
    }
}
