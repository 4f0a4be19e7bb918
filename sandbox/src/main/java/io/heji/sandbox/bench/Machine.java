package io.heji.sandbox.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where figures were measured.
 *
 * @param cpu the model's name; empty where the system does not tell
 * @param cores as many as Java may use
 * @param vectors those of {@code avx2}, {@code avx512f} and {@code avx512ifma} that the processor
 *     has
 * @param jvm the virtual machine and its version
 * @param openssl what {@code openssl version} prints; empty where it is not installed
 * @param jvmOptions what Java was started with that may matter, such as {@code -XX:UseAVX=2}
 */
public record Machine(
    String cpu,
    int cores,
    List<String> vectors,
    String jvm,
    String openssl,
    List<String> jvmOptions) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Set<String> VECTORS = Set.of("avx2", "avx512f", "avx512ifma");

  public Machine {
    vectors = List.copyOf(vectors);
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** This one. */
  public static Machine here() throws InterruptedException {
    String cpuInfo;
    try {
      cpuInfo = Files.readString(CPU_INFO, StandardCharsets.UTF_8);
    } catch (IOException otherSystem) {
      cpuInfo = "";
    }
    List<String> options = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("-X") || option.startsWith("--add-modules")) {
        options.add(option);
      }
    }
    return of(
        cpuInfo,
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name", "") + " " + Runtime.version(),
        OpensslSpeed.version(),
        options);
  }

  /** Reads the model and the vectors from a text of {@code /proc/cpuinfo}. */
  static Machine of(
      String cpuInfo, int cores, String jvm, String openssl, List<String> jvmOptions) {
    Set<String> vectors = new TreeSet<>(Arrays.asList(field(cpuInfo, "flags").split(" ", -1)));
    vectors.retainAll(VECTORS);
    return new Machine(
        field(cpuInfo, "model name"), cores, List.copyOf(vectors), jvm, openssl, jvmOptions);
  }

  private static String field(String cpuInfo, String name) {
    for (String line : cpuInfo.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }

  /** For people. */
  public List<String> lines() {
    return List.of(
        (cpu.isEmpty() ? "unknown processor" : cpu)
            + ", cores: "
            + cores
            + ", "
            + (vectors.isEmpty() ? "no AVX2" : String.join(" ", vectors)),
        jvm + (jvmOptions.isEmpty() ? "" : " " + String.join(" ", jvmOptions)),
        openssl.isEmpty() ? "no openssl" : openssl);
  }
}
