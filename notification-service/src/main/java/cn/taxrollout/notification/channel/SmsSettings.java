package cn.taxrollout.notification.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The gateway for short messages, and how it is spoken to. In address and body {@code {mobile}}, {@code {title}}, {@code {body}}, {@code
 * {link}} and {@code {id}} stand for the message's, escaped for the place where they stand. Without an address there is no such channel.
 */
@ConfigMapping(prefix = "notification.channel.sms")
interface SmsSettings extends ChannelLimits {
    /** The address that is called, such as {@code https://sms.tax.example/send?to={mobile}}. */
    Optional<String> address();

    /** The method. */
    @WithDefault("POST")
    Method method();

    /** What kind of text the body is, which decides how values are escaped. */
    @WithDefault("JSON")
    Form form();

    /** What is sent, such as {@code {"to":"{mobile}","text":"{body}"}}; needed unless the method is GET. */
    Optional<String> body();

    /** Further headers, such as {@code X-App-Key: 4711}, separated by commas. Those that hold a secret from the environment only. */
    Optional<List<String>> headers();

    /**
     * Where the answer says how it went, as JSON pointer (RFC 6901), such as {@code /code}. Without it every status 2xx is success.
     */
    Optional<String> successPointer();

    /** What stands there after success; needed with a pointer. */
    Optional<String> successValue();

    /** Where the answer says what the gateway calls the message, as JSON pointer. */
    Optional<String> receiptPointer();

    @Override
    @WithDefault("10")
    int rate();

    @Override
    @WithDefault("1s")
    Duration per();

    enum Method {
        GET,
        POST
    }

    enum Form {
        /** {@code application/json}. */
        JSON,
        /** {@code application/x-www-form-urlencoded}. */
        FORM
    }
}
