package io.heji.bank;

import io.heji.crypto.group.GroupEngine;
import io.heji.crypto.group.GroupEngines;

/**
 * The fastest engine of this machine, one for all clients of a process: an engine that spreads long
 * lists over cores keeps threads for it, and each client would start its own.
 */
final class SharedEngine {
  private static final GroupEngine FASTEST = GroupEngines.fastest().engine();

  private SharedEngine() {}

  /** Loaded at the first call: who passes an engine of his own loads no other. */
  static GroupEngine fastest() {
    return FASTEST;
  }
}
