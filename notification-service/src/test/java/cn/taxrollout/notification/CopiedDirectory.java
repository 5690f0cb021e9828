package cn.taxrollout.notification;

import cn.taxrollout.notification.directory.DirectoryCopy;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Puts an organisation into the copy at once, where a test isn't about how it gets there. */
@ApplicationScoped
public class CopiedDirectory {
    private final DirectoryCopy copy;

    CopiedDirectory(DirectoryCopy copy) {
        this.copy = copy;
    }

    public void take(Organisation organisation) {
        QuarkusTransaction.requiringNew().run(() -> {
            for (Organisation.State state : organisation.takeStates()) {
                try {
                    copy.apply(state.type(), Topics.json(state.data()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }
}
