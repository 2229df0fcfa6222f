package io.muex.mu.fabric;

/**
 * What a target answered to a request for its write permission.
 *
 * @param id          the target
 * @param incarnation of the target
 * @param ballot      that it granted and thereby promised
 * @param permission  its permission word for this grant: the token that every later write is checked against
 * @param base        its applied index, read after its inheritance was copied; every index below is decided
 * @param from        first index that its inheritance may hold
 * @param end         index after the last one that its inheritance holds; may be below base
 * @param chosenFrom  marked entries of its inheritance from here to base are chosen; others, if any, may not be
 * @param votes       whether it counts in majorities
 */
public record Grant(int id, int incarnation, long ballot, long permission, long base, long from, long end,
                    long chosenFrom, boolean votes) {
}
