#!/usr/bin/env python3
"""What check.py runs after session.json: the other session, sealed tokens, lanes and refusals, in the same way."""

import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import check  # noqa: E402
import client as c  # noqa: E402

PROBLEMS = {page.stem for page in (HERE.parent.parent / "reference" / "problems").glob("*.md")}


def read(name):
    return json.loads((HERE / name).read_text("utf-8"))


def refused(attempt):
    try:
        attempt()
    except (c.NotVerified, InvalidTag, KeyError, TypeError, ValueError, AttributeError):
        return True
    return False


def all_refused(cases, attempt):
    """How many there are; each must be refused and name a problem of the closed list."""
    assert cases, "no cases"
    for case in cases:
        assert refused(lambda: attempt(case)), case["name"]
        assert case["problem"] in PROBLEMS, case["name"]
    return len(cases)


# ── sessions ─────────────────────────────────────────────────────────────────────────────────────────────────────


def has_the_one_length(disclosure):
    """The length that disclosure.md gives a payload: that of the longest entries, without other white space."""
    payload = c.unb64(disclosure.split(".")[1])
    longest = json.loads(payload)
    for entry in longest["subjects"]:
        for metric in entry["metrics"]:
            for member in ("value", "total", "tag"):
                metric.pop(member, None)
            sealed = metric["form"] == "sealed"
            metric |= {"state": "no-record", "total": "9" * 19, "tag": "9" * 19} if sealed else {"state": "value", "value": "9" * 19}
    plain = json.dumps(longest, separators=(",", ":")).encode()
    return len(payload) == len(plain) and payload[:-1].rstrip(b" ") + b"}" == json.dumps(json.loads(payload), separators=(",", ":")).encode()


def session_cases(name):
    session = read(name)
    federation = c.Federation(session["documents"], session["regulators"], session["now"])
    given = [c.subject(text).decode() for text in session["tokenRound"]["subjects"]]
    assert given == session["tokenRound"]["canonical"], "subjects"
    assert check.finished(session, federation, session["tokenRound"]["answers"]) == session["tokenRound"]["tokens"], "tokens"
    assert has_the_one_length(session["disclosure"]), "length"
    told = check.opened(session, federation, session["disclosure"])
    shown = lambda metric: {k: v for k, v in (("name", metric["name"]), ("state", metric["state"]), ("total", metric["value"])) if v is not None}
    assert [[shown(metric) for metric in entry["metrics"]] for entry in told] == session["opened"], "totals"
    return all_refused(session["tokenRound"]["refuse"], lambda case: check.finished(session, federation, case["answers"])) + all_refused(
        session["refuse"], lambda case: check.opened(session, federation, case["disclosure"])
    )


# ── sealed tokens, as a member opens them ────────────────────────────────────────────────────────────────────────


def hpke_open(private, aad, blob):
    """RFC 9180 base mode, the receiver of client.py's hpke_seal."""
    c.check(len(blob) >= 48, "shorter than enc and a tag")
    enc, key = blob[:32], x25519.X25519PrivateKey.from_private_bytes(private)
    kem, suite = b"KEM\0\x20", b"HPKE\0\x20\0\x01\0\x02"
    extract = lambda salt, label, ikm, sid: c.hmac.digest(salt or b"\0" * 32, b"HPKE-v1" + sid + label + ikm, "sha256")
    expand = lambda prk, label, info, size, sid: c.hkdf_expand(prk, size.to_bytes(2, "big") + b"HPKE-v1" + sid + label + info, size)
    c.check(int.from_bytes(enc, "little") < 2**255 - 19, "enc is not canonical")
    dh = key.exchange(x25519.X25519PublicKey.from_public_bytes(enc))  # refuses an all-zero result
    shared = expand(extract(b"", b"eae_prk", dh, kem), b"shared_secret", enc + key.public_key().public_bytes_raw(), 32, kem)
    schedule = b"\0" + extract(b"", b"psk_id_hash", b"", suite) + extract(b"", b"info_hash", b"heji/1/seal", suite)
    secret = extract(shared, b"secret", b"", suite)
    return AESGCM(expand(secret, b"key", schedule, 32, suite)).decrypt(expand(secret, b"base_nonce", schedule, 12, suite), blob[32:], aad)


def unsealed(case):
    blob = c.unb64(case["blob"])
    c.check(c.b64(c.sha256(blob)) == case["blobHash"], "not the blob that the query names")
    plain = hpke_open(c.unb64(case["sealingPrivateKey"], 32), c.unb64(case["aad"]), blob)
    c.check(plain[:1] == b"\x01" and len(plain) == 65 + 32 * case["n"], "another version or length")
    tokens = [plain[i : i + 32] for i in range(65, len(plain), 32)]
    c.check(c.b64(c.sha256(c.lp("heji/1/tokens"), plain[1:33], *tokens)) == case["tokensHash"], "another commitment")
    c.check(len(set(tokens)) == len(tokens), "a token twice")
    return plain


def sealed_cases():
    vectors = read("sealed.json")
    for case in vectors["cases"]:
        aad = c.lp(case["iss"]) + c.lp(case["jti"]) + c.lp(case["member"]) + c.unb64(case["keyStatementHash"], 32)
        assert c.b64(aad) == case["aad"] and c.b64(unsealed(case)) == case["plaintext"], case["name"]
        again = case | {"blob": c.b64(c.hpke_seal(c.unb64(case["sealingPublicKey"]), b"heji/1/seal", aad, unsealed(case)))}
        again["blobHash"] = c.b64(c.sha256(c.unb64(again["blob"])))
        assert unsealed(again) == unsealed(case), case["name"]
    return all_refused(vectors["refuse"], unsealed)


# ── lanes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def lanes(text):
    data = c.unb64(text)
    c.check(len(data) % 8 == 0, "not whole lanes")
    found = [int.from_bytes(data[i : i + 8], "big") for i in range(0, len(data), 8)]
    c.check(all(lane < c.FIELD for lane in found), "a lane is not below p")
    return found


def places_of(case):
    return c.layout([{"form": "sealed" if metric["sealed"] else "exact"} for metric in case["metrics"]], case["n"])


def added(contributions, case):
    """The sum as the gateway checks it: members, lengths, lanes, check lane, counts and ranges."""
    places, count = places_of(case)
    ids = [member["id"] for member in case["members"]]
    c.check(sorted(contributions) == sorted(ids), "not exactly the members")
    parts = [lanes(text) for text in contributions.values()]
    c.check(all(len(part) == count for part in parts), "another number of lanes")
    total = [sum(column) % c.FIELD for column in zip(*parts)]
    c.check(total[0] == 0, "the masks do not cancel")
    for row in places:
        veto = row[0][0] - 3  # veto, known, then the first metric's holders
        if total[veto] == 0:
            known = total[veto + 1]
            c.check(known <= len(ids), "more know the person than are summed")
            for value, tag in row:
                c.check(total[value - 1] <= known, "more hold something than know the person")
                c.check(tag is not None or total[value] <= len(ids) * c.VALUE_MAX, "a total is out of range")
    return total


def streams(case, keys):
    """The tag stream, each member's pad and each pair's mask."""
    count = places_of(case)[1]
    query_hash = c.unb64(case["queryHash"], 32)
    beta = c.stream(c.hkdf(c.unb64(case["tagKey"], 32), c.lp("heji/1/tag") + query_hash), count)
    pads = {m["id"]: c.stream(c.hkdf(c.unb64(m["padSeed"], 32), c.lp("heji/1/pad") + query_hash + c.lp(m["id"])), count) for m in case["members"]}
    masks = {}
    for i in sorted(keys):
        for j in sorted(keys):
            if i < j:
                public_i, public_j = (keys[k].public_key().public_bytes_raw() for k in (i, j))
                info = c.lp("heji/1/mask") + query_hash + c.unb64(case["setHash"], 32) + c.lp(i) + c.lp(j) + public_i + public_j
                masks[i, j] = c.stream(c.hkdf(keys[i].exchange(keys[j].public_key()), info), count)
    return beta, pads, masks


def lanes_case(case):
    assert c.b64(c.sha256(case["signingInput"].encode())) == case["queryHash"], "query hash"
    assert c.b64(c.sha256("\n".join(sorted(m["id"] for m in case["members"])).encode())) == case["setHash"], "set hash"
    keys = {m["id"]: x25519.X25519PrivateKey.from_private_bytes(c.unb64(m["maskPrivateKey"], 32)) for m in case["members"]}
    beta, pads, masks = streams(case, keys)
    assert beta == lanes(case["tagStream"]), "tag stream"
    places, count = places_of(case)
    padded = {lane for row in places for value, tag in row if tag is not None for lane in (value, tag)}
    for member in case["members"]:
        own, own_pad = member["id"], pads[member["id"]]
        assert own_pad == lanes(member["pad"]), "pad"
        made = lanes(member["clear"])
        for lane in range(count):
            made[lane] += own_pad[lane] if lane in padded else 0
            made[lane] += sum(mask[lane] for (i, j), mask in masks.items() if own == i)
            made[lane] -= sum(mask[lane] for (i, j), mask in masks.items() if own == j)
        assert [lane % c.FIELD for lane in made] == lanes(member["masked"]), "masked lanes"
        data = c.unb64(member["masked"])
        times = member["dataAsOf"].to_bytes(8, "big") + member["indexAsOf"].to_bytes(8, "big")
        text = c.lp("heji/1/contribution") + c.unb64(case["queryHash"]) + c.unb64(case["setHash"]) + c.sha256(data) + times
        assert c.b64(text) == member["signingInput"], "signing input"
        key = ec.EllipticCurvePublicNumbers(*c.decode(c.unb64(member["signingKey"])), ec.SECP256R1()).public_key()
        assert c.signed(key, text, c.unb64(member["signature"], 64)), "signature"
    assert added({m["id"]: m["masked"] for m in case["members"]}, case) == lanes(case["sum"]), "sum"
    for result in case["results"]:
        if "total" in result:
            assert reading(case, result["lane"], result) == int(result["opened"]), "total"


def reading(case, lane, given):
    """What a bank reads of a sealed total, as Client.opened does."""
    beta, pads, _ = streams(case, {})
    total = (c.number(given["total"]) - sum(pad[lane] for pad in pads.values())) % c.FIELD
    tag = (c.number(given["tag"]) - sum(pad[lane + 1] for pad in pads.values())) % c.FIELD
    c.check(beta[lane] * total % c.FIELD == tag, "a total does not match its tag")
    c.check(total <= len(pads) * c.VALUE_MAX, "a total is out of range")
    c.check(given["state"] == "value" or total == 0, "a total that must be zero is not")
    return total


def usable(case):
    own = x25519.X25519PrivateKey.from_private_bytes(c.unb64(case["maskPrivateKey"], 32))
    c.check(len(set(case["maskPublicKeys"].values())) == len(case["maskPublicKeys"]), "a key twice")
    for member, key in case["maskPublicKeys"].items():
        if member != case["member"]:
            own.exchange(x25519.X25519PublicKey.from_public_bytes(c.unb64(key, 32)))


def lanes_cases():
    vectors = read("lanes.json")
    cases = {case["name"]: case for case in vectors["cases"]}
    for case in cases.values():
        lanes_case(case)
    return (
        all_refused(vectors["refuseContributions"], lambda bad: added(bad["contributions"], cases[bad["case"]]))
        + all_refused(vectors["refuseReadings"], lambda bad: reading(cases[bad["case"]], bad["lane"], bad))
        + all_refused(vectors["refuseKeys"], usable)
    )


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────


def read_json(case):
    """One object with exactly `a`, an integer, and maybe `t`, a text of at most 8 characters."""
    read = c.only(c.strict_json(c.unb64(case["json"])), "a", "t")
    c.whole(read["a"])
    c.check(isinstance(read.get("t", ""), str) and len(read.get("t", "")) <= 8, "a text of another length")


def refusal_cases():
    vectors = read("refusals.json")
    base = vectors["documents"]
    federation = c.Federation(base["documents"], base["regulators"], base["now"])
    wanted = vectors["jws"]
    jwk = federation.parties[wanted["party"]]["keys"][wanted["use"]]
    open_jws = lambda case: c.jws_open(case["jws"], wanted["typ"], jwk["kid"], c.public_key_of(jwk))
    for case in wanted["accept"]:
        open_jws(case)
    for case in vectors["base64url"]["accept"]:
        c.unb64(case["text"])
    for case in vectors["json"]["accept"]:
        read_json(case)
    # What a bank remembers is kept by whoever keeps something; client.py keeps nothing.
    documents = [case for case in base["refuse"] if "remembered" not in case]
    return (
        all_refused(wanted["refuse"], open_jws)
        + all_refused(vectors["json"]["refuse"], read_json)
        + all_refused(vectors["base64url"]["refuse"], lambda case: c.unb64(case["text"]))
        + all_refused(documents, lambda case: c.Federation(base["documents"] | case["change"], base["regulators"], base["now"]))
    )


def main():
    assert has_the_one_length(read("session.json")["disclosure"]), "length"
    cases = session_cases("session-own-group.json") + sealed_cases() + lanes_cases() + refusal_cases()
    print(f"accepted the rest, refused {cases} of {cases}")


if __name__ == "__main__":
    main()
