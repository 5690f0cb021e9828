package cn.taxrollout.notification.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {
    private static final byte[] KEY = WebhookSignature.key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    /** The vector that the specification's own libraries test with. */
    @Test
    void theSignatureIsThatOfTheSpecification() {
        var headers = WebhookSignature.headers(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1614265330),
                "application/json",
                "{\"test\": 2432232314}".getBytes(UTF_8),
                List.of(KEY));
        assertThat(headers)
                .containsEntry("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
                .containsEntry("webhook-timestamp", "1614265330")
                .containsEntry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void whileASecretIsReplacedBothSign() {
        var headers = WebhookSignature.headers(
                "1", Instant.EPOCH, "application/json", new byte[0], List.of(new byte[32], KEY));
        assertThat(headers.get("webhook-signature")).matches("v1,\\S{44} v1,\\S{44}");
    }

    @Test
    void aSecretThatIsNoneIsRefused() {
        for (String secret : List.of("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_c2hvcnQ=", "whsec_*")) {
            assertThatThrownBy(() -> WebhookSignature.key(secret))
                    .as(secret)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
