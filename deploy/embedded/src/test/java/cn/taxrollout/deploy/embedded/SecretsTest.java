package cn.taxrollout.deploy.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @Test
    void aKeyIsMadeOnceForAFolderAndForItsOwnerAlone(@TempDir Path folder) throws Exception {
        var file = folder.resolve("data").resolve("a.key");
        var key = Secrets.keyKeptIn(file);
        assertThat(Base64.getDecoder().decode(key)).hasSize(32);
        assertThat(Secrets.keyKeptIn(file)).isEqualTo(key);
        assertThat(Secrets.keyKeptIn(folder.resolve("b.key"))).isNotEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
