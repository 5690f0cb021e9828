package cn.taxrollout.task.deliverable;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** Where the contents of files are. All that is known of a file besides is with {@link Attachment}. */
interface AttachmentStore {

    /**
     * Keeps a content if and only if the caller's transaction commits. No more of it than a small part is in memory at any time.
     *
     * @param id not used before
     */
    void keep(UUID id, InputStream content) throws IOException;

    /**
     * The content, read as it is asked for. However slowly that happens, nothing is held open for it meanwhile.
     *
     * @throws IOException from reading, if the content isn't there any more
     */
    InputStream open(UUID id, long size);

    /** Removes a content with the caller's transaction. */
    void remove(UUID id);
}
