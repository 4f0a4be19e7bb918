package io.heji.crypto.sign;

import io.heji.crypto.libcrypto.LibcryptoUnavailableException;

/**
 * Which library this process signs and verifies with: libcrypto if it is there and passes its
 * self-test, else the JDK.
 */
public final class Es256 {
  private static final Choice CHOICE = choose(LibcryptoEs256::load);

  private Es256() {}

  /** Where libcrypto comes from. */
  @FunctionalInterface
  interface Source {
    Es256Library load() throws LibcryptoUnavailableException;
  }

  /**
   * What was chosen.
   *
   * @param passedOver why it is not libcrypto; empty if it is
   */
  record Choice(Es256Library library, String passedOver) {
    String description() {
      return passedOver.isEmpty()
          ? library.description()
          : library.description() + "; not libcrypto: " + passedOver;
    }
  }

  static Choice choose(Source libcrypto) {
    try {
      Es256Library library = libcrypto.load();
      return Es256SelfTest.passes(library)
          ? new Choice(library, "")
          : new Choice(new JdkEs256(), "it does not give the known answers");
    } catch (LibcryptoUnavailableException missing) {
      return new Choice(new JdkEs256(), missing.reason());
    } catch (RuntimeException | LinkageError broken) {
      return new Choice(new JdkEs256(), "it broke in its self-test: " + broken);
    }
  }

  static Es256Library library() {
    return CHOICE.library();
  }

  /** Whether signatures are slower than they could be. */
  public static boolean isFallback() {
    return !CHOICE.passedOver().isEmpty();
  }

  /** For the log: the library and its version, and why it is not libcrypto. */
  public static String description() {
    return CHOICE.description();
  }
}
