package cn.taxrollout.deploy.bench;

import java.util.List;

/**
 * Requests of one kind, and what is to be reached with them.
 *
 * @param name what it is called in the table and on the command line
 * @param perSecond how many are to be answered per second; 0 where that isn't asked for
 * @param p99Millis how long 99 of 100 may take at most, in milliseconds
 * @param requests one of which is picked at random each time
 */
record Load(String name, int perSecond, double p99Millis, List<Request> requests) {

    /**
     * A request in somebody's name.
     *
     * @param body JSON, null without one
     */
    record Request(String method, String path, String token, String body) {
        static Request get(String path, String token) {
            return new Request("GET", path, token, null);
        }
    }
}
