package io.heji.crypto.group;

/** The engines there are. */
public final class GroupEngines {
  private static final GroupEngine BOUNCY_CASTLE = new BouncyCastleEngine();

  private GroupEngines() {}

  /** The reference, always there. */
  public static GroupEngine bouncyCastle() {
    return BOUNCY_CASTLE;
  }
}
