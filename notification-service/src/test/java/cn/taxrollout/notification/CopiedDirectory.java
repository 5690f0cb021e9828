package cn.taxrollout.notification;

import cn.taxrollout.notification.directory.DirectoryCopy;
import cn.taxrollout.notification.directory.DirectoryState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Puts an organisation into the copy at once, where a test isn't about how it gets there. */
@ApplicationScoped
public class CopiedDirectory {
    private final DirectoryCopy copy;

    CopiedDirectory(DirectoryCopy copy) {
        this.copy = copy;
    }

    public void take(Organisation organisation) {
        List<DirectoryState> states = organisation.takeStates().stream()
                .map(state -> new DirectoryState(state.type(), Topics.json(state.data())))
                .toList();
        QuarkusTransaction.requiringNew().run(() -> {
            try {
                copy.apply(states);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
