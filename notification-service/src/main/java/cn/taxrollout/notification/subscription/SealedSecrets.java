package cn.taxrollout.notification.subscription;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.taxrollout.notification.web.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the secrets of subscriptions for the database, which they never enter otherwise: AES-256-GCM, the nonce before the text,
 * bound to the subscription so that a secret put into another row is none.
 */
@ApplicationScoped
class SealedSecrets {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final List<SecretKeySpec> keys;

    SealedSecrets(SubscriptionSettings settings) {
        keys = settings.keys().orElse(List.of()).stream()
                .map(SealedSecrets::key)
                .toList();
    }

    private static SecretKeySpec key(String base64) {
        byte[] key = Base64.getDecoder().decode(base64.strip());
        if (key.length != KEY_BYTES) {
            throw new IllegalStateException("notification.subscription.keys must have 256 bits each, in base64");
        }
        return new SecretKeySpec(key, "AES");
    }

    /** @throws Refusal 409 if the installation has no key */
    byte[] seal(UUID subscription, byte[] secret) {
        if (keys.isEmpty()) {
            throw Refusal.conflict("subscriptions-not-set-up");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, subscription)
                    .doFinal(secret);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws IllegalStateException if none of the keys opens it */
    byte[] open(UUID subscription, byte[] sealed) {
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        for (SecretKeySpec key : keys) {
            try {
                return cipher(Cipher.DECRYPT_MODE, key, nonce, subscription)
                        .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
            } catch (AEADBadTagException e) {
                // sealed with another key
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("no key of notification.subscription.keys opens the secret of " + subscription);
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, UUID subscription)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(subscription.toString().getBytes(UTF_8));
        return cipher;
    }
}
