package io.heji.sandbox.process;

import java.nio.file.Path;
import java.util.List;

/**
 * What it takes to start one role.
 *
 * @param id the party's id, also the name of its log file
 * @param home its working directory; Quarkus reads {@code config/application.properties} below it
 * @param application the packaged application, {@code …/quarkus-run.jar}
 * @param managementPort where it answers health questions on 127.0.0.1
 * @param jvmOptions heap limit and the like
 */
public record RoleLaunch(
    String id, Path home, Path application, int managementPort, List<String> jvmOptions) {
  public RoleLaunch {
    if (managementPort < 1 || managementPort > 65_535) {
      throw new IllegalArgumentException("management port out of range: " + managementPort);
    }
    jvmOptions = List.copyOf(jvmOptions);
  }
}
