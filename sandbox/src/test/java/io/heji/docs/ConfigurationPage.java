package io.heji.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import io.heji.bank.profile.BankProfile;
import io.heji.protocol.document.PartyId;
import io.heji.protocol.json.JsonObject;
import io.heji.protocol.problem.RefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Writes docs/reference/configuration.md from the sources: what is documented is what is read. */
final class ConfigurationPage {
  private static final Pattern PREFIX = Pattern.compile("prefix\\s*=\\s*\"([^\"]+)\"");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern PARAMETER = Pattern.compile("@param (\\w+) ((?:\\{@|[^@])*)");
  private static final Map<String, String> TYPES =
      Map.of(
          "String", "text",
          "Path", "path",
          "int", "number",
          "Integer", "number",
          "long", "number",
          "boolean", "true or false",
          "Duration", "duration (ISO 8601)");

  private final Path root;
  private final StringBuilder page = new StringBuilder();

  private ConfigurationPage(Path root) {
    this.root = root;
  }

  /** The whole page, of the sources below this folder. */
  static String of(Path root) throws IOException {
    ConfigurationPage written = new ConfigurationPage(root);
    written.introduction();
    for (Path source : written.mappings()) {
      written.role(source);
    }
    written.bank();
    return written.page.toString();
  }

  /** One key as its source documents it. */
  private record Key(String name, String type, String standard, String meaning) {}

  private void introduction() {
    line("# Configuration");
    line("");
    line(
        "Generated from the code; a test compares. To write it anew after a change, in the project's folder:");
    line("");
    line("```");
    line(ConfigurationPageTest.COMMAND);
    line("```");
    line("");
    line(
        "Gateway, tokenisers and agents read `config/application.properties` in the folder they are started in, then environment"
            + " variables (`HEJI_PARTY_ID` for `heji.party.id`). A key below `heji` in the file that is not listed here makes a"
            + " process refuse to start, and so does a missing one without a default. A variable whose name is no key's is not noticed:"
            + " `HEJI_ROSTER_ABSENSE` would leave the default in force. Relative paths are relative to that folder. Secrets come by files"
            + " that only their owner can read, or by environment variables; never on a command line.");
    line("");
    line(
        "Beside these keys each of the three needs its own PostgreSQL: `quarkus.datasource.username`,"
            + " `quarkus.datasource.password`, `quarkus.datasource.jdbc.url` (for migrations) and"
            + " `quarkus.datasource.reactive.url`; `quarkus.management.port` (default 9000, loopback only) serves health and metrics."
            + " With `quarkus.flyway.username` and `quarkus.flyway.password` the gateway's migrations are run by another role than it runs as:"
            + " [an owner for the record](../operating/changes.md#an-owner-for-the-record).");
  }

  private List<Path> mappings() throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : modules()) {
      Path sources = root.resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.isDirectory(sources) ? Files.walk(sources) : Stream.of()) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          if (Files.readString(file, StandardCharsets.UTF_8).contains("@ConfigMapping(")) {
            found.add(file);
          }
        }
      }
    }
    return found;
  }

  private List<String> modules() throws IOException {
    List<String> modules = new ArrayList<>();
    Matcher module =
        Pattern.compile("<module>([^<]+)</module>")
            .matcher(Files.readString(root.resolve("pom.xml")));
    while (module.find()) {
      modules.add(module.group(1));
    }
    return modules;
  }

  private void role(Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(source));
      CompilationUnitTree unit = task.parse().iterator().next();
      Map<String, TreePath> types = new HashMap<>();
      new TreePathScanner<Void, Void>() {
        @Override
        public Void visitClass(ClassTree type, Void nothing) {
          types.put(type.getSimpleName().toString(), getCurrentPath());
          return super.visitClass(type, null);
        }
      }.scan(unit, null);
      String top = String.valueOf(source.getFileName()).replace(".java", "");
      TreePath mapping = types.get(top);
      if (mapping == null) {
        throw new IOException(source + " holds no " + top);
      }
      DocTrees docs = DocTrees.instance(task);
      List<Key> keys = new ArrayList<>();
      collect(prefix(mapping), mapping, types, docs, keys);
      heading(top.replace("Config", ""), doc(docs, mapping));
      table(keys);
    }
  }

  private static String prefix(TreePath mapping) {
    Matcher prefix =
        PREFIX.matcher(((ClassTree) mapping.getLeaf()).getModifiers().getAnnotations().toString());
    if (!prefix.find()) {
      throw new IllegalStateException("a mapping without prefix");
    }
    return prefix.group(1);
  }

  private static void collect(
      String prefix, TreePath type, Map<String, TreePath> types, DocTrees docs, List<Key> keys) {
    for (Tree member : ((ClassTree) type.getLeaf()).getMembers()) {
      if (!(member instanceof MethodTree method)) {
        continue;
      }
      String name = prefix + "." + kebab(method.getName().toString());
      String returned = String.valueOf(method.getReturnType());
      TreePath nested = types.get(returned);
      if (nested != null) {
        collect(name, nested, types, docs, keys);
        continue;
      }
      boolean optional = returned.startsWith("Optional<");
      String plain =
          optional ? returned.substring("Optional<".length(), returned.length() - 1) : returned;
      keys.add(
          new Key(
              name,
              TYPES.getOrDefault(plain, plain),
              optional ? "none" : standard(method),
              doc(docs, new TreePath(type, method))));
    }
  }

  /** The default, or that there is none. */
  private static String standard(MethodTree method) {
    for (AnnotationTree annotation : method.getModifiers().getAnnotations()) {
      Matcher value = QUOTED.matcher(annotation.toString());
      if (annotation.getAnnotationType().toString().equals("WithDefault") && value.find()) {
        return "`" + value.group(1) + "`";
      }
    }
    return "must be set";
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private static String doc(DocTrees docs, TreePath path) {
    String comment = docs.getDocComment(path);
    if (comment == null || comment.isBlank()) {
      throw new IllegalStateException(
          "undocumented: " + path.getLeaf().toString().lines().findFirst().orElse(""));
    }
    return text(comment);
  }

  private static String text(String javadoc) {
    return javadoc
        .replaceAll("\\{@code ((?:[^{}]|\\{[^{}]*})*)}", "`$1`")
        .replaceAll("\\{@link ([^}]*)}", "`$1`")
        .replaceAll("\\s+", " ")
        .replace("|", "\\|")
        .strip();
  }

  /** The profile's members in their order are the record's components in theirs. */
  private void bank() throws IOException {
    Path source = root.resolve("bank-client/src/main/java/io/heji/bank/profile/BankProfile.java");
    String code = Files.readString(source, StandardCharsets.UTF_8);
    String javadoc = code.substring(0, code.indexOf("public record")).replaceAll("\n \\*", "\n");
    Map<String, String> meanings = new LinkedHashMap<>();
    Matcher parameter = PARAMETER.matcher(javadoc.substring(0, javadoc.lastIndexOf("/")));
    while (parameter.find()) {
      meanings.put(parameter.group(1), sentence(text(parameter.group(2))));
    }
    Set<String> names = membersOfAProfile();
    if (names.size() != meanings.size()) {
      throw new IllegalStateException("a member of BankProfile is undocumented");
    }
    List<Key> keys = new ArrayList<>();
    Iterator<Map.Entry<String, String>> documented = meanings.entrySet().iterator();
    for (String name : names) {
      Map.Entry<String, String> meaning = documented.next();
      Matcher type =
          Pattern.compile("\\n    ([\\w<>]+) " + meaning.getKey() + "[,)]").matcher(code);
      if (!type.find()) {
        throw new IllegalStateException("BankProfile has no component " + meaning.getKey());
      }
      keys.add(new Key(name, bankType(type.group(1)), "must be set", meaning.getValue()));
    }
    heading(
        "Bank",
        "`"
            + BankProfile.FILE
            + "` in a bank's home, one JSON object; an unknown or missing member is refused.");
    table(keys);
  }

  /** As the other keys' meanings are written. */
  private static String sentence(String phrase) {
    String ended = phrase.endsWith(".") ? phrase : phrase + ".";
    return ended.substring(0, 1).toUpperCase(Locale.ROOT) + ended.substring(1);
  }

  private static String bankType(String type) {
    return switch (type) {
      case "PartyId" -> "text";
      case "URI" -> "address";
      case "List<Consent>" -> "list of objects with `id`, `granted`, `expires`, `scope`";
      default -> TYPES.getOrDefault(type, type);
    };
  }

  private static Set<String> membersOfAProfile() {
    String json =
        new BankProfile(
                new PartyId("b"), "f", URI.create("https://g:1"), "c", "k", "r", true, List.of())
            .toJson();
    try {
      return new LinkedHashSet<>(JsonObject.parse(json).names());
    } catch (RefusedException bug) {
      throw new IllegalStateException(bug);
    }
  }

  private void heading(String name, String text) {
    line("");
    line("## " + name);
    line("");
    line(text);
    line("");
  }

  private void table(List<Key> keys) {
    line("| key | type | default | meaning |");
    line("|---|---|---|---|");
    for (Key key : keys) {
      line(
          "| `%s` | %s | %s | %s |"
              .formatted(key.name(), key.type(), key.standard(), key.meaning()));
    }
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
