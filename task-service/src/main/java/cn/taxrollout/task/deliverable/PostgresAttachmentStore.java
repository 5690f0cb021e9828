package cn.taxrollout.task.deliverable;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/** Contents as rows of PostgreSQL, a part each, so that they are saved, replicated and restored with what refers to them. */
@ApplicationScoped
class PostgresAttachmentStore implements AttachmentStore {
    /** Of a part, in bytes; the table knows it too. */
    static final int PART = 256 * 1024;

    private final AgroalDataSource database;

    PostgresAttachmentStore(AgroalDataSource database) {
        this.database = database;
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void keep(UUID id, InputStream content) throws IOException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into stored_content (id, part, content) values (?, ?, ?)")) {
            byte[] part = new byte[PART];
            insert.setObject(1, id);
            int number = 0;
            for (int length = content.readNBytes(part, 0, PART);
                    length > 0;
                    length = content.readNBytes(part, 0, PART)) {
                insert.setInt(2, number++);
                insert.setBytes(3, length == PART ? part : Arrays.copyOf(part, length));
                insert.executeUpdate();
            }
        } catch (SQLException e) {
            throw new IllegalStateException("content " + id + " can't be kept", e);
        }
    }

    @Override
    public InputStream open(UUID id, long size) {
        return new Parts(id, size);
    }

    @Override
    @Transactional(Transactional.TxType.MANDATORY)
    public void remove(UUID id) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from stored_content where id = ?")) {
            delete.setObject(1, id);
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException("content " + id + " can't be removed", e);
        }
    }

    private byte[] part(UUID id, int number) throws IOException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select content from stored_content where id = ? and part = ?")) {
            select.setObject(1, id);
            select.setInt(2, number);
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    throw new IOException("content " + id + " has no part " + number + " (any more)");
                }
                return found.getBytes(1);
            }
        } catch (SQLException e) {
            throw new IOException("content " + id + " can't be read", e);
        }
    }

    /** Takes a connection for one part at a time: a reader may be slow. */
    private final class Parts extends InputStream {
        private final UUID id;
        private long unread;
        private int next;
        private byte[] part = {};
        private int position;

        Parts(UUID id, long size) {
            this.id = id;
            this.unread = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            if (unread == 0) {
                return -1;
            }
            if (position == part.length) {
                part = part(id, next++);
                position = 0;
            }
            int taken = (int) Math.min(unread, Math.min(length, part.length - position));
            System.arraycopy(part, position, into, offset, taken);
            position += taken;
            unread -= taken;
            return taken;
        }
    }
}
