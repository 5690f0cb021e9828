package cn.taxrollout.deploy.embedded;

/**
 * One service's database.
 *
 * @param owner role that owns the schema and migrates it
 * @param app role the service works with: reads and writes rows, changes no schema
 */
public record Database(String jdbcUrl, String owner, String ownerPassword, String app, String appPassword) {

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
