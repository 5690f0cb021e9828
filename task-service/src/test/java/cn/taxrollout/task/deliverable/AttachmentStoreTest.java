package cn.taxrollout.task.deliverable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.taxrollout.task.ServiceTest;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@ServiceTest
class AttachmentStoreTest {
    private static final int LARGEST = 20 * 1024 * 1024;

    @Inject
    AttachmentStore store;

    @Test
    void aContentComesBackWhateverItsLength() throws IOException {
        for (int length : new int[] {
            1, PostgresAttachmentStore.PART - 1, PostgresAttachmentStore.PART, 2 * PostgresAttachmentStore.PART + 1
        }) {
            byte[] content = new byte[length];
            new Random(length).nextBytes(content);
            UUID id = kept(new ByteArrayInputStream(content));

            try (InputStream read = store.open(id, length)) {
                assertThat(read.readAllBytes()).isEqualTo(content);
            }
        }
    }

    /** What is read and written at a time is a part, and of what the largest file leaves behind nothing stays in memory. */
    @Test
    void theLargestFileTakesNoMoreMemoryThanAPart() throws IOException {
        MessageDigest written = CheckedFile.digester();
        var source = new DigestInputStream(new Noise(LARGEST), written);
        UUID id = kept(source);

        MessageDigest read = CheckedFile.digester();
        try (InputStream content = new DigestInputStream(store.open(id, LARGEST), read)) {
            assertThat(content.transferTo(OutputStream.nullOutputStream())).isEqualTo(LARGEST);
        }

        assertThat(read.digest()).isEqualTo(written.digest());
    }

    @Test
    void nothingIsKeptOfATransactionThatFails() {
        UUID id = UUID.randomUUID();

        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().call(() -> {
                    store.keep(id, new Noise(3 * PostgresAttachmentStore.PART));
                    throw new IllegalStateException("changed its mind");
                }))
                .hasMessageContaining("changed its mind");

        assertThatThrownBy(() -> store.open(id, 1).read()).isInstanceOf(IOException.class);
    }

    @Test
    void aRemovedContentIsGone() {
        UUID id = kept(new Noise(10));

        QuarkusTransaction.requiringNew().run(() -> store.remove(id));

        assertThatThrownBy(() -> store.open(id, 10).read()).isInstanceOf(IOException.class);
    }

    private UUID kept(InputStream content) {
        UUID id = UUID.randomUUID();
        QuarkusTransaction.requiringNew().call(() -> {
            store.keep(id, content);
            return null;
        });
        return id;
    }

    /** So many bytes that don't shrink, none of which is there before it is asked for. Nobody may ask for more than a part. */
    private static final class Noise extends InputStream {
        private final Random random = new Random(1);
        private int left;

        Noise(int length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? random.nextInt(256) : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            assertThat(length).isLessThanOrEqualTo(PostgresAttachmentStore.PART);
            if (left <= 0) {
                return -1;
            }
            byte[] some = new byte[Math.min(length, left)];
            random.nextBytes(some);
            System.arraycopy(some, 0, into, offset, some.length);
            left -= some.length;
            return some.length;
        }
    }
}
