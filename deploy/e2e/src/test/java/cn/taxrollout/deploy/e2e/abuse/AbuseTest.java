package cn.taxrollout.deploy.e2e.abuse;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/** In every wrong way, in most of them in every place of a request. */
@Tag("faults")
class AbuseTest extends Abuse {

    AbuseTest() {
        super(Choice::inEveryPlace, Path.of("target", "abuse"));
    }
}
