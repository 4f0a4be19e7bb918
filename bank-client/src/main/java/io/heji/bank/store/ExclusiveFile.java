package io.heji.bank.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds a file for one thread of one process while it is open, so that what is read and then
 * written is not changed in between by another process of the same bank.
 *
 * <p>The lock is on a file beside it, since the file itself may be replaced. It ends with the
 * process, whatever ends that.
 */
final class ExclusiveFile implements AutoCloseable {
  private static final String SUFFIX = ".lock";

  /** A lock of the system is of the whole process: its threads are kept apart by this one. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final FileChannel channel;

  private ExclusiveFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until nobody else holds the file. */
  static ExclusiveFile beside(Path file) throws IOException {
    THREADS.lock();
    boolean held = false;
    try {
      FileChannel channel =
          FileChannel.open(
              file.resolveSibling(file.getFileName() + SUFFIX),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              DurableFile.OWNER_ONLY_FILE);
      try {
        channel.lock();
        held = true;
        return new ExclusiveFile(channel);
      } finally {
        if (!held) {
          channel.close();
        }
      }
    } finally {
      if (!held) {
        THREADS.unlock();
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      THREADS.unlock();
    }
  }
}
