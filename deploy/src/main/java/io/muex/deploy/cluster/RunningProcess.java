package io.muex.deploy.cluster;

/**
 * A process of a cluster that holds its lock.
 *
 * @param name as in its log file: driver, replica-2, gateway-1
 * @param pid  that it wrote down, 0 if it has not yet
 */
public record RunningProcess(String name, long pid) {
    @Override
    public String toString() {
        return name + " (process " + pid + ")";
    }
}
