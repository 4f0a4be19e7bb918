package io.heji.crypto.group;

import io.heji.crypto.CryptoException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.UnaryOperator;

/** The reference with one operation that is wrong, for tests of what becomes of such an engine. */
final class BrokenEngine {
  private BrokenEngine() {}

  /** What an operation does instead, by the arguments and the reference. */
  @FunctionalInterface
  private interface Instead {
    Object invoke(Method method, Object[] arguments) throws Throwable;
  }

  private static GroupEngine in(String operation, Instead instead) {
    return (GroupEngine)
        Proxy.newProxyInstance(
            GroupEngine.class.getClassLoader(),
            new Class<?>[] {GroupEngine.class},
            (_, method, arguments) ->
                method.getName().equals(operation)
                    ? instead.invoke(method, arguments)
                    : reference(method, arguments));
  }

  private static Object reference(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(GroupEngines.bouncyCastle(), arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  /** Gives another answer. */
  static GroupEngine changing(String operation, UnaryOperator<Object> change) {
    return in(operation, (method, arguments) -> change.apply(reference(method, arguments)));
  }

  /** Throws. */
  static GroupEngine throwing(String operation, Throwable thrown) {
    return in(
        operation,
        (_, _) -> {
          throw thrown;
        });
  }

  /** Answers with nothing where the reference refuses. */
  static GroupEngine refusingNothing(String operation) {
    return in(
        operation,
        (method, arguments) -> {
          try {
            return reference(method, arguments);
          } catch (CryptoException refused) {
            return List.of();
          }
        });
  }
}
