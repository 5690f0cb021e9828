package cn.taxrollout.notification.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs calls as the Standard Webhooks specification 1.0 says: {@code v1} is HMAC-SHA256 over id, time and body, joined by full stops. A
 * receiver knows a repeated call by its id.
 */
public final class WebhookSignature {
    public static final String SECRET_PREFIX = "whsec_";
    /** The fewest and most bytes of a secret that the specification allows. */
    private static final int SHORTEST = 24;

    private static final int LONGEST = 64;

    private WebhookSignature() {}

    /**
     * The key in a secret as it is handed out, {@code whsec_} and base64.
     *
     * @throws IllegalArgumentException if it isn't one
     */
    public static byte[] key(String secret) {
        if (!secret.startsWith(SECRET_PREFIX)) {
            throw new IllegalArgumentException("the secret of a webhook begins with " + SECRET_PREFIX);
        }
        byte[] key = Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
        if (key.length < SHORTEST || key.length > LONGEST) {
            throw new IllegalArgumentException(
                    "the secret of a webhook has %d to %d bytes".formatted(SHORTEST, LONGEST));
        }
        return key;
    }

    /**
     * The headers of a signed call.
     *
     * @param id the same at every attempt
     * @param at the time of this attempt
     * @param keys one, or while a secret is being replaced both
     */
    public static Map<String, String> headers(
            String id, Instant at, String contentType, byte[] body, List<byte[]> keys) {
        String time = Long.toString(at.getEpochSecond());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", time);
        headers.put(
                "webhook-signature",
                keys.stream().map(key -> "v1," + sign(key, id, time, body)).collect(Collectors.joining(" ")));
        return headers;
    }

    private static String sign(byte[] key, String id, String time, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
