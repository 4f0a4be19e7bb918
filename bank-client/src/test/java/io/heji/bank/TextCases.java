package io.heji.bank;

import static io.heji.bank.PublishedSession.JSON;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heji.crypto.Bytes;
import io.heji.crypto.sign.Es256PrivateKey;
import io.heji.protocol.document.KeyUse;
import io.heji.protocol.jws.CompactJws;
import io.heji.protocol.problem.ProblemType;
import java.util.Map;
import java.util.TreeMap;

/** JSON, base64url and compact JWS that must be refused, and what is odd and must be taken. */
final class TextCases {
  private static final ProblemType MALFORMED = ProblemType.MALFORMED_REQUEST;
  private static final String TYP = "exposure-query+jwt";
  private static final String KID = "bank-north-query-1";

  private TextCases() {}

  /** The reader wants one object with `a`, an integer, and maybe `t`, a text. */
  static ObjectNode json() {
    ObjectNode out = JSON.createObjectNode();
    ArrayNode accept = out.putArray("accept");
    text(accept, "blanks and line ends", " {\n\t\"a\" : 1 }\r\n");
    text(accept, "members in another order", "{\"t\":\"x\",\"a\":1}");
    text(accept, "an escaped name", "{\"\\u0061\":1}");
    text(accept, "the greatest integer", "{\"a\":9223372036854775807}");
    text(accept, "minus zero, which is zero", "{\"a\":-0}");
    text(accept, "a whole surrogate pair", "{\"a\":1,\"t\":\"\\ud83d\\ude00\"}");
    ArrayNode refuse = out.putArray("refuse");
    Map<String, String> texts = new TreeMap<>();
    texts.put("a member twice", "{\"a\":1,\"a\":1}");
    texts.put("a member twice, once escaped", "{\"a\":1,\"\\u0061\":1}");
    texts.put("a member that nobody knows", "{\"a\":1,\"b\":1}");
    texts.put("a member that is missing", "{\"t\":\"x\"}");
    texts.put("a member that is null", "{\"a\":null}");
    texts.put("a name with a capital letter", "{\"A\":1}");
    texts.put("an integer as a text", "{\"a\":\"1\"}");
    texts.put("an integer with a fraction", "{\"a\":1.0}");
    texts.put("an integer with an exponent", "{\"a\":1e0}");
    texts.put("an integer with a leading zero", "{\"a\":01}");
    texts.put("an integer with a plus sign", "{\"a\":+1}");
    texts.put("an integer below zero", "{\"a\":-1}");
    texts.put("an integer of 2^63", "{\"a\":9223372036854775808}");
    texts.put("no number", "{\"a\":NaN}");
    texts.put("true for 1", "{\"a\":true}");
    texts.put("a second value after the first", "{\"a\":1}{\"a\":1}");
    texts.put("a comma after the last member", "{\"a\":1,}");
    texts.put("a comment", "{\"a\":1}//");
    texts.put("single quotes", "{'a':1}");
    texts.put("a list", "[{\"a\":1}]");
    texts.put("nothing", "");
    texts.put("a line end inside a text", "{\"a\":1,\"t\":\"\n\"}");
    texts.put("half a surrogate pair", "{\"a\":1,\"t\":\"\\ud800\"}");
    texts.put("a surrogate pair the wrong way round", "{\"a\":1,\"t\":\"\\udc00\\ud800\"}");
    texts.put("a byte order mark", "\uFEFF{\"a\":1}");
    texts.put("17 levels", "{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}");
    texts.forEach((name, text) -> bytes(refuse, name, Bytes.utf8(text)));
    bytes(refuse, "a byte that is no UTF-8", Bytes.fromHex("7b2261223a312c2274223a22ff227d"));
    bytes(refuse, "an overlong zero", Bytes.fromHex("7b2261223a312c2274223a22c080227d"));
    bytes(refuse, "UTF-16", Bytes.fromHex("007b00220061002200 3a0031007d".replace(" ", "")));
    return out;
  }

  private static void text(ArrayNode list, String name, String text) {
    list.addObject().put("name", name).put("json", Bytes.utf8(text).base64Url());
  }

  private static void bytes(ArrayNode list, String name, Bytes json) {
    ObjectNode entry = list.addObject().put("name", name);
    entry.put("problem", MALFORMED.slug()).put("json", json.base64Url());
  }

  static ObjectNode base64Url() {
    ObjectNode out = JSON.createObjectNode();
    ArrayNode accept = out.putArray("accept");
    for (String text : new String[] {"", "AA", "AAA", "AAAA", "-_-_"}) {
      accept.addObject().put("name", "`" + text + "`").put("text", text);
    }
    ArrayNode refuse = out.putArray("refuse");
    Map<String, String> texts = new TreeMap<>();
    texts.put("padding", "AA==");
    texts.put("bits beyond the last byte", "AB");
    texts.put("bits beyond the last two bytes", "AAB");
    texts.put("one character over", "AAAAA");
    texts.put("the alphabet of base64", "+/+/");
    texts.put("a blank", "AA AA");
    texts.put("a line end", "AAAA\n");
    texts.put("a full-width letter", "\uff21AAA");
    texts.forEach(
        (name, text) ->
            refuse
                .addObject()
                .put("name", name)
                .put("problem", MALFORMED.slug())
                .put("text", text));
    return out;
  }

  /** Signed by the bank's query key of the documents' directory; the payload is `{}`. */
  static ObjectNode jws(PlayedFederation played) {
    Es256PrivateKey key = played.key(PlayedFederation.BANK, KeyUse.QUERY);
    ObjectNode out = JSON.createObjectNode();
    out.put("typ", TYP).put("party", PlayedFederation.BANK.value()).put("use", "query");
    String good = CompactJws.sign(TYP, KID, key, Bytes.ascii("{}"));
    ArrayNode accept = out.putArray("accept");
    accept.addObject().put("name", "as it should be").put("jws", good);
    accept
        .addObject()
        .put("name", "members of the header in another order")
        .put(
            "jws",
            signed("{\"typ\":\"" + TYP + "\",\"kid\":\"" + KID + "\",\"alg\":\"ES256\"}", key));
    ArrayNode refuse = out.putArray("refuse");
    String[] parts = good.split("\\.", -1);
    ProblemType signature = ProblemType.SIGNATURE_INVALID;
    jws(refuse, "alg none", signature, header("none", KID, TYP, "", key));
    jws(refuse, "alg none without a signature", signature, unsigned());
    jws(refuse, "alg HS256", signature, header("HS256", KID, TYP, "", key));
    jws(refuse, "alg in lower case", signature, header("es256", KID, TYP, "", key));
    jws(refuse, "another typ", signature, header("ES256", KID, "disclosure+jwt", "", key));
    jws(
        refuse,
        "a typ in capital letters",
        signature,
        header("ES256", KID, "EXPOSURE-QUERY+JWT", "", key));
    jws(
        refuse,
        "a typ with application/ before it",
        signature,
        header("ES256", KID, "application/" + TYP, "", key));
    jws(refuse, "another kid", signature, header("ES256", "bank-north-query-2", TYP, "", key));
    jws(
        refuse,
        "a header with a member more",
        MALFORMED,
        header("ES256", KID, TYP, ",\"crit\":[]", key));
    jws(
        refuse,
        "a header with a key of its own",
        MALFORMED,
        header("ES256", KID, TYP, ",\"jwk\":{}", key));
    jws(
        refuse,
        "a header with a member twice",
        MALFORMED,
        header("ES256", KID, TYP, ",\"alg\":\"ES256\"", key));
    jws(
        refuse,
        "a header without a kid",
        MALFORMED,
        signed("{\"alg\":\"ES256\",\"typ\":\"" + TYP + "\"}", key));
    jws(
        refuse,
        "another payload",
        signature,
        parts[0] + "." + Bytes.ascii("{ }").base64Url() + "." + parts[2]);
    jws(
        refuse,
        "a signature of zeros",
        signature,
        parts[0] + "." + parts[1] + "." + "A".repeat(86));
    jws(
        refuse,
        "a signature of another key",
        signature,
        CompactJws.sign(
            TYP, KID, played.key(PlayedFederation.BANK, KeyUse.ACCESS), Bytes.ascii("{}")));
    jws(
        refuse,
        "a signature of 63 bytes",
        MALFORMED,
        parts[0] + "." + parts[1] + "." + "A".repeat(84));
    jws(
        refuse,
        "a signature of 65 bytes",
        MALFORMED,
        parts[0] + "." + parts[1] + "." + "A".repeat(87));
    jws(refuse, "padding after a part", MALFORMED, parts[0] + "." + parts[1] + "=." + parts[2]);
    jws(refuse, "two parts", MALFORMED, parts[0] + "." + parts[1]);
    jws(refuse, "four parts", MALFORMED, good + "." + parts[2]);
    jws(refuse, "a blank at the end", MALFORMED, good + " ");
    return out;
  }

  private static String header(
      String alg, String kid, String typ, String more, Es256PrivateKey key) {
    return signed(
        "{\"alg\":\"%s\",\"kid\":\"%s\",\"typ\":\"%s\"%s}".formatted(alg, kid, typ, more), key);
  }

  private static String signed(String header, Es256PrivateKey key) {
    String input = Bytes.utf8(header).base64Url() + "." + Bytes.ascii("{}").base64Url();
    return input + "." + key.sign(Bytes.ascii(input)).base64Url();
  }

  private static String unsigned() {
    String header = "{\"alg\":\"none\",\"kid\":\"" + KID + "\",\"typ\":\"" + TYP + "\"}";
    return Bytes.utf8(header).base64Url() + "." + Bytes.ascii("{}").base64Url() + ".";
  }

  private static void jws(ArrayNode refuse, String name, ProblemType problem, String jws) {
    refuse.addObject().put("name", name).put("problem", problem.slug()).put("jws", jws);
  }
}
