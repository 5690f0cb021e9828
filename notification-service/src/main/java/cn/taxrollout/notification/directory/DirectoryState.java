package cn.taxrollout.notification.directory;

/**
 * One state as it stands on the directory topic.
 *
 * @param type its wire type
 * @param json the state itself, not read yet
 */
public record DirectoryState(String type, byte[] json) {}
