package cn.taxrollout.deploy.local;

/** The suite's services, in the order of their ports. */
public enum Service {
    ORG("org"),
    TASK("task"),
    NOTIFICATION("notification");

    private final String database;

    Service(String database) {
        this.database = database;
    }

    /** The name of its module, which is its own name as well. */
    public String module() {
        return database + "-service";
    }

    /** The name of its database, as {@code PostgresServer} has it. */
    public String database() {
        return database;
    }
}
