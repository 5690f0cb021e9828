package cn.taxrollout.task.messaging;

/** An event that no further attempt would make usable; the message says why, for operators. */
final class UnusableEvent extends RuntimeException {
    UnusableEvent(String reason, Throwable cause) {
        super(reason, cause);
    }
}
