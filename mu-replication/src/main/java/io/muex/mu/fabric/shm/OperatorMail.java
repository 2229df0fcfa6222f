package io.muex.mu.fabric.shm;

import java.nio.file.Path;

import io.muex.mu.Ballot;
import io.muex.mu.fabric.Memory;
import io.muex.mu.log.ControlLayout;

/**
 * How a process that is no replica asks the replicas of its host for something: in the mailbox that every control
 * region has for whoever operates the cluster. One word, level-triggered; of two operators the later one is heard.
 * Cold path; any thread.
 */
public final class OperatorMail {
    private OperatorMail() {
    }

    /**
     * Asks the replica that leads to hand leadership over. It does so if the successor lives, votes and is ready within
     * 20 ms, and goes on leading otherwise; whoever asks looks at who leads afterwards.
     *
     * @param successor id of the replica that shall lead next
     * @return ballot of the leadership that was asked to end, {@link Ballot#NONE} if nobody leads or the successor
     *         leads already: then nothing was asked
     * @throws ClusterDirectoryException if there is no such replica, or the memory of one cannot be reached
     */
    public static long askToMove(final ClusterDirectory directory, final int successor) {
        final int replicas = directory.geometry().replicaCount();
        if (successor < 1 || successor > replicas) {
            throw new ClusterDirectoryException("replica ids of this cluster are 1 to " + replicas + ", not "
                + successor);
        }
        final Memory memory = new MappedMemory();
        long asked = Ballot.NONE;
        for (int id = 1; id <= replicas && asked == Ballot.NONE; id++) {
            final int incarnation = directory.announced(id);
            if (id != successor && incarnation != 0) {
                asked = ask(memory, directory.controlFile(id, incarnation), successor);
            }
        }
        return asked;
    }

    private static long ask(final Memory memory, final Path file, final int successor) {
        final MappedFile control = MappedFile.open(file, ControlLayout.LENGTH, false);
        try {
            final long ballot = memory.getAcquire(control.address() + ControlLayout.LEADING);
            if (ballot == Ballot.NONE || memory.getAcquire(control.address() + ControlLayout.DEAD) != 0) {
                return Ballot.NONE;
            }
            final long mail = ControlLayout.mail(ControlLayout.OPERATOR) + ControlLayout.MAIL_MOVE;
            memory.putRelease(control.address() + mail, Ballot.named(ballot, successor));
            return ballot;
        } finally {
            control.unmap();
        }
    }
}
