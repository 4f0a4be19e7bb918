#!/usr/bin/env python3
"""A bank's client of a Heji federation, in one file: what docs/protocol says, executable.

It asks what people owe in total, and believes nobody: documents need the regulators' quorum, tokens every
tokeniser's proof, totals their tags. Standard library and the `cryptography` package; P-256 arithmetic is its own.

It is a reading aid and a test of the pages, not a product: its scalar multiplication is not constant time.

    client.py BANK_HOME --purpose P --consent ID --metrics m1,m2 SUBJECT...
    client.py BANK_HOME --fetch QUERY

BANK_HOME holds bank.json (docs/protocol/http-api.md, "A bank's profile"); SUBJECT is scheme:number, at most 1,000.
Prints one JSON object. In BANK_HOME/client-py it keeps what the pages say a bank must: the newest documents it went
by, and the keys of every question before it is sent, so that a lost answer can be fetched by its id and opened.
Exit codes: 0 answered, 1 refused by the federation, 2 wrong usage, 3 not verified, 4 no answer.
"""

import argparse
import base64
import calendar
import contextlib
import fcntl
import hashlib
import hmac
import http.client
import json
import os
import re
import secrets
import ssl
import sys
import time
import urllib.parse
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils, x25519
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SKEW = 30  # seconds that two clocks may differ
LIFETIME = 60  # seconds that a message lives
VALUE_MAX = 2**53 - 1
BODY_MAX = 16 * 2**20  # bytes of an answer
WAIT = 90  # seconds for a whole answer: policy's longest delay is 30, and 60 for the rest
STATES = ("withheld", "not-covered", "no-record", "zero", "suppressed", "value")


class Refused(Exception):
    """The federation refused, with a problem type."""


class Unanswered(Exception):
    """No answer to a question that was sent; it names the id under which the answer can be fetched."""


class NotVerified(Exception):
    """Something that came back does not verify; nothing of it is used."""


def check(holds, why):
    if not holds:
        raise NotVerified(why)


# ── bytes ────────────────────────────────────────────────────────────────────────────────────────────────────────


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text, size=None):
    check(isinstance(text, str) and re.fullmatch(r"[A-Za-z0-9_-]*", text), "base64url without padding is wanted")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    check(b64(data) == text, "base64url is not canonical")
    check(size is None or len(data) == size, "a value has another size")
    return data


def lp(data):
    """LP(x): two bytes of length, big-endian, then x."""
    data = data.encode("ascii") if isinstance(data, str) else data
    return len(data).to_bytes(2, "big") + data


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def hkdf(ikm, info):
    """32 bytes of HKDF-SHA256 with an empty salt (RFC 5869)."""
    return hkdf_expand(hmac.digest(b"\0" * 32, ikm, "sha256"), info, 32)


def hkdf_expand(prk, info, size):
    out, block = b"", b""
    while len(out) < size:
        block = hmac.digest(prk, block + info + bytes([len(out) // 32 + 1]), "sha256")
        out += block
    return out[:size]


JSON_DEPTH_MAX = 16


def strict_json(text):
    """One reading only (docs/protocol/index.md): an object, no member twice, integers alone, UTF-8, no deeper than 16."""

    def members(pairs):
        names = [name for name, _ in pairs]
        check(len(set(names)) == len(names), "a JSON member appears twice")
        return dict(pairs)

    def no_number(text):
        raise NotVerified(f"{text} is no integer, and there are no other numbers")

    def look(value, level):
        if isinstance(value, str):
            value.encode()  # half a surrogate pair has no UTF-8
        elif isinstance(value, (dict, list)):
            check(level <= JSON_DEPTH_MAX, "JSON that is too deep")
            for inner in value if isinstance(value, list) else [*value, *value.values()]:
                look(inner, level + 1)

    try:
        text = text.decode() if isinstance(text, bytes) else text
        value = json.loads(text, object_pairs_hook=members, parse_float=no_number, parse_constant=no_number)
        look(value, 1)
    except (ValueError, RecursionError) as malformed:
        raise NotVerified("not JSON") from malformed
    check(isinstance(value, dict), "JSON that is no object")
    return value


def whole(value, least=0):
    """An integer from `least` on; True is none, though Python says so."""
    check(type(value) is int and least <= value < 2**63, f"an integer from {least} is wanted")
    return value


def only(value, names, optional=""):
    """An object with exactly these members, and maybe the optional ones."""
    given, wanted = set(value), set(names.split())
    check(isinstance(value, dict) and wanted <= given <= wanted | set(optional.split()), "an object with other members")
    return value


# ── P-256 (SEC 2), points as (x, y), None is the identity ────────────────────────────────────────────────────────

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
A = P - 3
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def on_curve(x, y):
    return (y * y - (x * x * x + A * x + B)) % P == 0


def add(a, b):
    if a is None or b is None:
        return b if a is None else a
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = (3 * a[0] * a[0] + A) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def multiply(k, point):
    result = None
    for bit in bin(k % N)[2:]:
        result = add(result, result)
        if bit == "1":
            result = add(result, point)
    return result


def encode(point):
    """SEC 1 compressed, 33 bytes; the identity has no encoding here."""
    check(point is not None, "a group element is the identity")
    return bytes([2 + (point[1] & 1)]) + point[0].to_bytes(32, "big")


def decode(data):
    check(len(data) == 33 and data[0] in (2, 3), "not a compressed point")
    x = int.from_bytes(data[1:], "big")
    check(x < P, "a coordinate is not canonical")
    square = (x * x * x + A * x + B) % P
    y = pow(square, (P + 1) // 4, P)
    check(y * y % P == square, "a point is off the curve")
    return x, (y if y & 1 == data[0] & 1 else P - y)


# ── hash to curve (RFC 9380, P256_XMD:SHA-256_SSWU_RO_) and to scalar (RFC 9497, P256-SHA256) ──────────────────────

CONTEXT = b"OPRFV1-" + b"\x01" + b"-P256-SHA256"  # mode VOPRF
SSWU_Z = P - 10


def expand_message(message, dst, size):
    blocks = -(-size // 32)
    dst = dst + bytes([len(dst)])
    b0 = sha256(b"\0" * 64, message, size.to_bytes(2, "big"), b"\0", dst)
    out = [sha256(b0, b"\x01", dst)]
    for i in range(2, blocks + 1):
        mixed = bytes(x ^ y for x, y in zip(b0, out[-1]))
        out.append(sha256(mixed, bytes([i]), dst))
    return b"".join(out)[:size]


def sswu(u):
    """The simplified SWU map of RFC 9380 section 6.6.2."""
    tv1 = (SSWU_Z * SSWU_Z * pow(u, 4, P) + SSWU_Z * u * u) % P
    x1 = (-B * pow(A, -1, P) * (1 + pow(tv1, -1, P)) if tv1 else B * pow(SSWU_Z * A, -1, P)) % P
    x2 = SSWU_Z * u * u * x1 % P
    for x in (x1, x2):
        square = (x * x * x + A * x + B) % P
        y = pow(square, (P + 1) // 4, P)
        if y * y % P == square:
            return x, (y if y & 1 == u & 1 else P - y)
    raise AssertionError("one of the two is a square")


def hash_to_group(message):
    data = expand_message(message, b"HashToGroup-" + CONTEXT, 96)
    u0, u1 = (int.from_bytes(data[i : i + 48], "big") % P for i in (0, 48))
    return add(sswu(u0), sswu(u1))


def hash_to_scalar(message):
    return int.from_bytes(expand_message(message, b"HashToScalar-" + CONTEXT, 48), "big") % N


# ── round 1: tokens (RFC 9497 mode VOPRF, the key split over all tokenisers) ───────────────────────────────────────


def proof_holds(public_key, blinded, evaluated, proof):
    """The batched DLEQ proof of RFC 9497 section 2.2.2."""
    challenge, response = (int.from_bytes(proof[i : i + 32], "big") for i in (0, 32))
    if challenge >= N or response >= N:
        return False
    key = encode(public_key)
    seed = sha256(lp(key), lp(b"Seed-" + CONTEXT))
    m = z = None
    for i, (c, d) in enumerate(zip(blinded, evaluated)):
        transcript = lp(seed) + i.to_bytes(2, "big") + lp(encode(c)) + lp(encode(d)) + b"Composite"
        weight = hash_to_scalar(transcript)
        m, z = add(m, multiply(weight, c)), add(z, multiply(weight, d))
    t2 = add(multiply(response, G), multiply(challenge, public_key))
    t3 = add(multiply(response, m), multiply(challenge, z))
    parts = [lp(encode(point)) for point in (public_key, m, z, t2, t3)]
    return hash_to_scalar(b"".join(parts) + b"Challenge") == challenge


def finalize(subject, blind, evaluated_sum):
    unblinded = encode(multiply(pow(blind, -1, N), evaluated_sum))
    return sha256(lp(subject), lp(unblinded), b"Finalize")


# ── subjects: docs/protocol/identity.md ──────────────────────────────────────────────────────────────────────────


# ISO 3166-1 alpha-3: 249 codes
COUNTRIES = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM
BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR
CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB
GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA
JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA
MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR
NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS
SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON
TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
""".split()


def want(holds, reason):
    check(holds, "malformed-subject: " + reason)


def clean(raw, separators):
    want(len(raw) <= 64, "length")
    folded = (" " if c == "\u3000" else chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in raw)
    kept = "".join(c for c in folded if c not in separators)
    want(kept, "empty")
    return "".join(chr(ord(c) - 32) if "a" <= c <= "z" else c for c in kept)


def resident_id(number):
    want(re.fullmatch(r"[0-9X]*", number), "character")
    want(len(number) in (15, 18), "length")
    want(re.fullmatch(r"[0-9]{15}|[0-9]{17}[0-9X]", number), "character")
    want(len(set(number)) > 1, "placeholder")
    want(number[0] != "0", "region")
    weights = [pow(2, 17 - i, 11) for i in range(17)]
    mark = lambda digits: "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]
    if len(number) == 15:
        want(int(number[12:]) < 996, "legacy-century")
        number = number[:6] + "19" + number[6:]
        number += mark(number)
    year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
    want(1800 <= year <= 2099 and 1 <= month <= 12, "birth-date")
    want(1 <= day <= calendar.monthrange(year, month)[1], "birth-date")
    want(number[17] == mark(number), "check")
    return number


def credit_code(code):
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    want(set(code) <= set(alphabet), "character")
    want(len(code) == 18, "length")
    want(re.fullmatch(r"[0-9]{6}", code[2:8]), "character")
    want(len(set(code)) > 1, "placeholder")
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    want(code[17] == alphabet[-total % 31], "check")
    return code


def passport(text):
    country, colon, number = text.partition(":")
    want(colon and country in COUNTRIES, "country")
    want(re.fullmatch(r"[0-9A-Z]*", number), "character")
    want(5 <= len(number) <= 9, "length")
    want(re.search(r"[0-9]", number), "character")
    want(len(set(number)) > 1, "placeholder")
    return text


def phone(text):
    digits = text[1:]
    want(text[0] == "+", "no-plus")
    want(re.fullmatch(r"[0-9]+", digits), "character")
    want(7 <= len(digits) <= 15, "length")
    want(digits[0] != "0", "country")
    want(len(set(digits)) > 1, "placeholder")
    want(not digits.startswith("860"), "trunk-prefix")
    want(not re.match(r"861[3-9]", digits) or len(digits) == 13, "length")
    return text


SCHEMES = {"cn-resident-id": resident_id, "cn-uscc": credit_code, "passport": passport, "phone": phone}


def subject(text):
    """The canonical subject, UTF-8 of scheme:number."""
    scheme, _, raw = text.partition(":")
    want(scheme in SCHEMES, "scheme")
    return f"{scheme}:{SCHEMES[scheme](clean(raw, ' -().' if scheme == 'phone' else ' -'))}".encode()


# ── signatures (RFC 7515, ES256 with raw r ‖ s) ────────────────────────────────────────────────────────────────────


def public_key_of(jwk):
    x, y = (int.from_bytes(unb64(jwk[name], 32), "big") for name in ("x", "y"))
    check(jwk["kty"] == "EC" and jwk["crv"] == "P-256" and x < P and y < P and on_curve(x, y), "not a P-256 key")
    return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()


def signed(key, message, signature):
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    try:
        key.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
        return len(signature) == 64
    except InvalidSignature:
        return False


def sign(key, message):
    r, s = utils.decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def jws_make(typ, kid, key, claims):
    header = {"alg": "ES256", "kid": kid, "typ": typ}
    text = b64(json.dumps(header).encode()) + "." + b64(json.dumps(claims).encode())
    return text + "." + b64(sign(key, text.encode()))


def require_header(encoded, typ, kid=None):
    header = strict_json(unb64(encoded))
    check(set(header) == {"alg", "kid", "typ"}, "a JWS header has other members than alg, kid, typ")
    check(header["alg"] == "ES256" and header["typ"] == typ, f"not a {typ}")
    check(kid is None or header["kid"] == kid, "signed under another key id")
    return header["kid"]


def jws_open(text, typ, kid, key):
    parts = text.split(".")
    check(len(parts) == 3, "not a JWS in compact serialization")
    require_header(parts[0], typ, kid)
    check(signed(key, f"{parts[0]}.{parts[1]}".encode(), unb64(parts[2], 64)), f"the {typ} is not signed by its issuer")
    return unb64(parts[1])


def quorum_open(text, typ, regulators):
    document = strict_json(text)
    check(set(document) == {"payload", "signatures"}, "not a JWS in general JSON serialization")
    keys = {jwk["kid"]: public_key_of(jwk) for jwk in regulators["keys"]}
    signers = set()
    for entry in document["signatures"]:
        check(set(entry) == {"protected", "signature"}, "a signature with other members")
        kid = require_header(entry["protected"], typ)
        message = f"{entry['protected']}.{document['payload']}".encode()
        right = kid in keys and kid not in signers and signed(keys[kid], message, unb64(entry["signature"], 64))
        check(right, f"the {typ} has a signature that is not of a pinned regulator, or one twice")
        signers.add(kid)
    check(len(signers) >= regulators["threshold"], f"too few regulators signed the {typ}")
    return unb64(document["payload"])


# ── documents: docs/protocol/documents.md ──────────────────────────────────────────────────────────────────────────


METRICS = set(
    "outstanding_principal credit_limit overdue_amount due_next_30d active_loans lenders opened_30d opened_90d"
    " overdue_m1 overdue_m2 overdue_m3_plus applications_7d applications_30d applications_90d".split()
)
ROLES = {"gateway", "tokeniser", "platform", "bank", "auditor"}


def ref(payload):
    return {"serial": whole(strict_json(payload)["serial"], 1), "hash": b64(sha256(payload))}


def known_metrics(names):
    check(len(set(names)) == len(names) and set(names) <= METRICS, "a metric outside the catalogue, or one twice")


def x25519_key(text):
    check(int.from_bytes(unb64(text, 32), "little") < 2**255 - 19, "an X25519 key that is not canonical")


def read_directory(directory):
    only(directory, "federation serial timeZone currency currencyDigits issued expires tokenisers parties")
    whole(directory["issued"]), whole(directory["expires"]), whole(directory["currencyDigits"])
    for party in directory["parties"]:
        only(party, "id role name groups licenceClass status keys")
        check(party["role"] in ROLES and party["status"] in ("active", "suspended"), "a party of no role or status")
        check(isinstance(party["groups"], list) and party["groups"], "a party without a company group")
        for jwk in party["keys"].values():
            only(jwk, "kty crv kid x y proof")
    return directory


def read_policy(policy):
    """What a bank goes by; the rest of the bundle it may leave unread."""
    check(whole(policy["floor"]) >= 2, "a floor of one company")
    whole(policy["activeFrom"]), whole(policy["expires"])
    known_metrics([rule["name"] for rule in policy["metrics"]])
    return policy


def read_statement(statement, tokeniser):
    only(statement, "federation party epoch validFrom validTo " + ("voprf" if tokeniser else "sealing mask metrics"))
    whole(statement["epoch"], 1), whole(statement["validFrom"]), whole(statement["validTo"])
    if not tokeniser:
        x25519_key(statement["sealing"])
        x25519_key(statement["mask"])
        known_metrics(statement["metrics"])
    return statement


class Federation:
    """Directory, policy, roster and key statements, verified in this order."""

    def __init__(self, documents, regulators, now):
        payload = quorum_open(documents["directory"], "directory+jws", regulators)
        self.directory_ref, self.directory = ref(payload), read_directory(strict_json(payload))
        directory = self.directory
        self.name = directory["federation"]
        check(self.name == regulators["federation"], "the directory is of another federation")
        check(directory["issued"] - SKEW <= now < directory["expires"], "the directory is not valid now")
        self.parties = {party["id"]: party for party in directory["parties"]}
        check(len(self.parties) == len(directory["parties"]), "a party is in the directory twice")
        self.company = companies(directory["parties"])
        self._require_keys()
        self._require_tokenisers()
        gateways = [party for party in directory["parties"] if party["role"] == "gateway"]
        check(len(gateways) == 1, "the directory must have one gateway")
        self.gateway = gateways[0]

        payload = quorum_open(documents["policy"], "policy+jws", regulators)
        self.policy_ref, self.policy = ref(payload), read_policy(strict_json(payload))
        check(self.policy["federation"] == self.name, "the policy is of another federation")
        check(self.policy["activeFrom"] - SKEW <= now < self.policy["expires"], "the policy is not active now")

        payload = jws_open(documents["roster"], "roster+jwt", *self.signing(self.gateway["id"]))
        self.roster_ref, self.roster = ref(payload), strict_json(payload)
        only(self.roster, "federation serial epoch members tokenisers from reason")
        whole(self.roster["epoch"], 1), whole(self.roster["from"])
        check(self.roster["federation"] == self.name, "the roster is of another federation")
        check(self.roster["from"] <= now + SKEW, "the roster has not started yet")
        check(sorted(self.roster["tokenisers"]) == sorted(directory["tokenisers"]), "other tokenisers than the directory's")
        for member in self.roster["members"]:
            party = self.parties.get(member, {})
            check(party.get("role") == "platform" and party["status"] == "active", "the roster names no active platform")
        self.statements = {}
        self._read_statements(documents["keyStatements"], now)

    def signing(self, party):
        """Key id and public key with which a party signs."""
        jwk = self.parties[party]["keys"]["signing"]
        return jwk["kid"], public_key_of(jwk)

    def _require_keys(self):
        kids, keys = set(), set()
        for party in self.directory["parties"]:
            for use, jwk in party["keys"].items():
                point = unb64(jwk["x"], 32) + unb64(jwk["y"], 32)
                check(jwk["kid"] not in kids and point not in keys, "a key is in the directory twice")
                kids.add(jwk["kid"])
                keys.add(point)
                places = (lp(text) for text in ("heji/1/key", self.name, party["id"], use, jwk["kid"]))
                proof = unb64(jwk["proof"], 64)
                check(signed(public_key_of(jwk), b"".join(places) + point, proof), "a key without proof of possession")

    def _require_tokenisers(self):
        named = self.directory["tokenisers"]
        listed = [p for t in named if (p := self.parties.get(t, {})).get("role") == "tokeniser"]
        check(len(listed) == len(set(named)) and len(listed) >= 2, "the directory's tokenisers are not tokenisers")
        check(len({self.company[t] for t in named}) >= 2, "tokenisers of one company alone")

    def _read_statements(self, texts, now):
        wanted = self.roster["members"] | self.roster["tokenisers"]
        check(len(texts) == len(wanted), "not exactly the key statements that the roster names")
        keys = set()
        for text in texts:
            # Who says it is read before it is believed: the signature is checked with that party's key.
            claimed = strict_json(unb64(text.split(".")[1])).get("party")
            check(claimed in wanted, "a key statement of a stranger")
            payload = jws_open(text, "key-statement+jwt", *self.signing(claimed))
            tokeniser = self.parties[claimed]["role"] == "tokeniser"
            statement = read_statement(strict_json(payload), tokeniser)
            check(b64(sha256(payload)) == wanted[claimed], "not the key statement that the roster names")
            check(statement["epoch"] == self.roster["epoch"] and statement["federation"] == self.name, "a key statement of another epoch")
            check(statement["validFrom"] - SKEW <= now < statement["validTo"], "a key statement that is not valid now")
            check(self.roster["from"] < statement["validTo"], "a key statement that ends before the roster starts")
            for own in ("voprf",) if tokeniser else ("sealing", "mask"):
                check(statement[own] not in keys, "a public key is in the key statements twice")
                keys.add(statement[own])
            self.statements[claimed] = (statement, sha256(payload))
        check(set(self.statements) == set(wanted), "a key statement is missing")

    def tokeniser_keys(self):
        return {t: decode(unb64(self.statements[t][0]["voprf"], 33)) for t in self.roster["tokenisers"]}

    def summed(self, bank):
        """S: the roster's platforms that are not of the bank's company, sorted."""
        rest = sorted(member for member in self.roster["members"] if self.company[member] != self.company[bank])
        check(len({self.company[member] for member in rest}) >= self.policy["floor"], "too few company groups would be summed")
        return rest

    def unsummed(self, bank, summed):
        """Own-group and absent platforms: what the coverage of an answer must say."""
        rest = [p["id"] for p in self.directory["parties"] if p["role"] == "platform" and p["id"] not in summed]
        own = sorted(p for p in rest if self.company[p] == self.company[bank])
        return own, sorted(set(rest) - set(own))


def companies(parties):
    """Which company each party is of: groups that share a party count as one, whatever its role and status."""
    company = {party["id"]: {party["id"]} for party in parties}
    for one in parties:
        for other in parties:
            if set(one["groups"]) & set(other["groups"]) and company[one["id"]] is not company[other["id"]]:
                joined = company[one["id"]] | company[other["id"]]
                company.update(dict.fromkeys(joined, joined))
    return {party: min(members) for party, members in company.items()}


# ── sealing (RFC 9180 base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, one message) ─────────────────


def hpke_seal(recipient, info, aad, plaintext):
    kem, suite = b"KEM" + b"\0\x20", b"HPKE" + b"\0\x20" + b"\0\x01" + b"\0\x02"
    # The two labelled steps of RFC 9180 section 4.
    extract = lambda salt, label, ikm, sid: hmac.digest(salt or b"\0" * 32, b"HPKE-v1" + sid + label + ikm, "sha256")

    def expand(prk, label, info, size, sid):
        return hkdf_expand(prk, size.to_bytes(2, "big") + b"HPKE-v1" + sid + label + info, size)

    ephemeral = x25519.X25519PrivateKey.generate()
    enc = ephemeral.public_key().public_bytes_raw()
    dh = ephemeral.exchange(x25519.X25519PublicKey.from_public_bytes(recipient))  # refuses an all-zero result
    shared = expand(extract(b"", b"eae_prk", dh, kem), b"shared_secret", enc + recipient, 32, kem)
    schedule = b"\0" + extract(b"", b"psk_id_hash", b"", suite) + extract(b"", b"info_hash", info, suite)
    secret = extract(shared, b"secret", b"", suite)
    key = expand(secret, b"key", schedule, 32, suite)
    nonce = expand(secret, b"base_nonce", schedule, 12, suite)
    return enc + AESGCM(key).encrypt(nonce, plaintext, aad)


# ── lanes: docs/protocol/contribution.md ───────────────────────────────────────────────────────────────────────────

FIELD = 2**61 - 1


def stream(key, lanes):
    """AES-256-CTR from an all-zero block; lane ℓ is bytes 16ℓ … 16ℓ+15, big-endian, mod p."""
    zeros = Cipher(algorithms.AES(key), modes.CTR(b"\0" * 16)).encryptor().update(b"\0" * (16 * lanes))
    return [int.from_bytes(zeros[16 * i : 16 * i + 16], "big") % FIELD for i in range(lanes)]


def layout(metrics, subjects):
    """(lane of value, lane of tag or None) for each subject and metric, and how many lanes there are."""
    lane, places = 1, []
    for _ in range(subjects):
        lane += 2
        row = []
        for metric in metrics:
            is_sealed = metric["form"] == "sealed"
            row.append((lane + 1, lane + 2 if is_sealed else None))
            lane += 3 if is_sealed else 2
        places.append(row)
    return places, lane


# ── what a bank keeps: docs/protocol/documents.md (rollback), docs/protocol/query.md (keys before sending) ───────────


def write_durably(path, data):
    """The whole of it is on disk on return, or nothing of it; readable by its owner only."""
    following = path.with_name(f".next-{secrets.token_hex(8)}")
    with open(os.open(following, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(following, path)
    sync_folder(path.parent)


def sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


class Store:
    """Trusted: who changes documents.json can have an older document adopted, who has store.key opens every answer."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(folder.parent)
        with self.alone():
            if not (folder / "store.key").exists():
                write_durably(folder / "store.key", b64(os.urandom(32)).encode())
        self.key = AESGCM(unb64((folder / "store.key").read_text("ascii"), 32))

    @contextlib.contextmanager
    def alone(self):
        """From a look to a write: another process of the bank may do the same."""
        with open(self.folder / "lock", "ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def adopt(self, federation):
        """Refuses what is older than what was seen, and another document under the same serial."""
        offered = {"directory": federation.directory_ref, "policy": federation.policy_ref, "roster": federation.roster_ref}
        file = self.folder / "documents.json"
        with self.alone():
            seen = strict_json(file.read_text("ascii")) if file.exists() else {}
            for name, newest in seen.items():
                check(offered[name]["serial"] >= newest["serial"], f"an older {name} than this bank has seen")
                same_serial = offered[name]["serial"] == newest["serial"]
                check(not same_serial or offered[name] == newest, f"another {name} under the serial of the one seen")
            write_durably(file, json.dumps(offered).encode())

    def keep(self, query_id, question):
        nonce = os.urandom(12)
        sealed = self.key.encrypt(nonce, json.dumps(question).encode(), query_id.encode())
        write_durably(self.folder / f"{query_id}.sealed", nonce + sealed)

    def question(self, query_id):
        check(re.fullmatch(r"[0-9a-f-]{36}", query_id), "not a query id")
        file = self.folder / f"{query_id}.sealed"
        check(file.exists(), "this bank keeps no question of that id")
        sealed = file.read_bytes()
        try:
            return strict_json(self.key.decrypt(sealed[:12], sealed[12:], query_id.encode()))
        except InvalidTag as changed:
            raise NotVerified("a kept question was changed") from changed


# ── the client ─────────────────────────────────────────────────────────────────────────────────────────────────────


def fresh_id(now_ms):
    """UUIDv7 (RFC 9562 section 5.7) in lower case."""
    value = (now_ms << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)).to_bytes(16, "big")
    text = value.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Client:
    def __init__(self, home):
        self.profile = strict_json((home / "bank.json").read_text("utf-8"))
        self.bank = self.profile["party"]
        self.regulators = strict_json((home / self.profile["regulators"]).read_text("utf-8"))
        check(self.regulators["federation"] == self.profile["federation"], "regulators of another federation")
        keys = home / self.profile["keys"]
        load = lambda name: serialization.load_pem_private_key((keys / name).read_bytes(), None)
        self.keys = {"access": load("access.pem"), "query": load("query.pem")}
        self.tls = ssl.create_default_context(cafile=str(home / self.profile["ca"]))
        self.tls.minimum_version = ssl.TLSVersion.TLSv1_3
        self.gateway = urllib.parse.urlsplit(self.profile["gateway"])
        self.store = Store(home / "client-py")

    def call(self, method, path, body=None, token=None):
        end = time.monotonic() + WAIT
        connection = http.client.HTTPSConnection(self.gateway.hostname, self.gateway.port, context=self.tls, timeout=WAIT)
        headers = {"Accept": "application/json, application/problem+json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if token is not None:
            headers["Authorization"] = "Bearer " + token
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        connected, answer = connection.sock, b""
        response = connection.getresponse()
        while part := response.read1(65536):
            answer += part
            check(len(answer) <= BODY_MAX, "an answer is too large")
            # The socket's own time-out is for one read: a body that drips would never end.
            if time.monotonic() > end:
                raise TimeoutError("the answer did not end")
            connected.settimeout(max(0.001, end - time.monotonic()))
        answer = strict_json(answer.decode("utf-8"))
        connection.close()
        if response.status != 200:
            raise Refused(answer["type"].removeprefix("urn:heji:problem:"), answer.get("detail", ""))
        return answer

    def kid(self, federation, use):
        jwk = federation.parties[self.bank]["keys"][use]
        own = self.keys[use].public_key().public_numbers()
        listed = public_key_of(jwk).public_numbers()
        check(own == listed, f"the directory lists another {use} key for this bank")
        return jwk["kid"]

    def claims(self, federation, now_ms):
        now = now_ms // 1000
        return {"jti": fresh_id(now_ms), "iss": self.bank, "aud": federation.name, "iat": now, "exp": now + LIFETIME}

    def access_token(self, federation):
        claims = self.claims(federation, time.time_ns() // 10**6) | {"sub": self.bank}
        return jws_make("bank-access+jwt", self.kid(federation, "access"), self.keys["access"], claims)

    def tokens(self, federation, subjects):
        """Round 1: one 32-byte token a subject."""
        active = all(federation.parties[t]["status"] == "active" for t in federation.roster["tokenisers"])
        check(active, "a tokeniser is suspended: no token can come about")
        blinds = [1 + secrets.randbelow(N - 1) for _ in subjects]
        blinded = [multiply(blind, hash_to_group(subject)) for blind, subject in zip(blinds, subjects)]
        elements = b"".join(map(encode, blinded))
        claims = self.claims(federation, time.time_ns() // 10**6)
        claims |= {"roster": federation.roster_ref, "n": len(subjects), "elements": b64(sha256(elements))}
        request = jws_make("evaluation-request+jwt", self.kid(federation, "query"), self.keys["query"], claims)
        body = {"request": request, "elements": b64(elements)}
        answers = self.call("POST", "/v1/evaluations", body, self.access_token(federation))["answers"]
        keys = federation.tokeniser_keys()
        check(sorted(answer["tokeniser"] for answer in answers) == sorted(keys), "not every tokeniser answered once")
        sums = [None] * len(subjects)
        for answer in answers:
            data = unb64(answer["elements"], 33 * len(subjects))
            evaluated = [decode(data[i : i + 33]) for i in range(0, len(data), 33)]
            proof = unb64(answer["proof"], 64)
            check(proof_holds(keys[answer["tokeniser"]], blinded, evaluated, proof), "a tokeniser's proof does not hold")
            sums = [add(one, other) for one, other in zip(sums, evaluated)]
        return [finalize(*each) for each in zip(subjects, blinds, sums)]

    def ask(self, subjects, metrics, purpose, consent_id, operator="client-py"):
        consent = next((c for c in self.profile["consents"] if c["id"] == consent_id), None)
        check(consent is not None and purpose in consent["scope"], "no such consent covers the purpose")
        documents = self.call("GET", "/v1/documents")
        federation = Federation(documents, self.regulators, int(time.time()))
        self.store.adopt(federation)
        check(federation.parties.get(self.bank, {}).get("status") == "active", "the directory has no such active bank")
        rules = {rule["name"]: rule for rule in federation.policy["metrics"]}
        check(all(metric in rules for metric in metrics), "policy does not disclose a metric")
        wanted = [{"name": metric, "form": rules[metric]["form"]} for metric in metrics]
        members = federation.summed(self.bank)
        tokens = self.tokens(federation, subjects)
        check(len(set(tokens)) == len(tokens), "a subject appears twice")

        claims = self.claims(federation, time.time_ns() // 10**6)
        tag_key, seeds, blobs = os.urandom(32), {}, {}
        for member in members:
            statement, statement_hash = federation.statements[member]
            seeds[member] = os.urandom(32)
            aad = lp(self.bank) + lp(claims["jti"]) + lp(member) + statement_hash
            plaintext = b"\x01" + tag_key + seeds[member] + b"".join(tokens)
            blobs[member] = hpke_seal(unb64(statement["sealing"], 32), b"heji/1/seal", aad, plaintext)
        claims |= {
            "operator": operator,
            "purpose": purpose,
            "consent": consent,
            "metrics": wanted,
            "subjects": len(subjects),
            "tokens": b64(sha256(lp("heji/1/tokens"), tag_key, *tokens)),
            "sealed": {member: b64(sha256(blob)) for member, blob in blobs.items()},
            "directory": federation.directory_ref,
            "policy": federation.policy_ref,
            "roster": federation.roster_ref,
        }
        query = jws_make("exposure-query+jwt", self.kid(federation, "query"), self.keys["query"], claims)
        body = {"query": query, "sealed": {member: b64(blob) for member, blob in blobs.items()}}
        # Before it is sent: without them nobody can open the answer.
        kept = {"query": query, "documents": documents, "tagKey": b64(tag_key), "padSeeds": {m: b64(seeds[m]) for m in seeds}}
        self.store.keep(claims["jti"], kept)
        try:
            answer = self.call("POST", "/v1/queries", body, self.access_token(federation))
        except (OSError, http.client.HTTPException) as lost:
            raise Unanswered(claims["jti"]) from lost
        return self.answered(federation, answer["disclosure"], kept)

    def fetch(self, query_id):
        """The answer to a question asked before, verified under the documents of its time."""
        kept = self.store.question(query_id)
        asked_at = strict_json(unb64(kept["query"].split(".")[1]))["iat"]
        federation = Federation(kept["documents"], self.regulators, asked_at)
        answer = self.call("GET", f"/v1/queries/{query_id}", token=self.access_token(federation))
        return self.answered(federation, answer["disclosure"], kept)

    def answered(self, federation, disclosure, kept):
        query = kept["query"]
        claims, query_hash = strict_json(unb64(query.split(".")[1])), sha256(query.rsplit(".", 1)[0].encode())
        members = federation.summed(self.bank)
        rules = {rule["name"]: rule for rule in federation.policy["metrics"]}
        payload = self.verified(federation, disclosure, claims, query_hash, members, rules)
        seeds = {member: unb64(seed, 32) for member, seed in kept["padSeeds"].items()}
        return self.opened(payload, claims["metrics"], query_hash, unb64(kept["tagKey"], 32), seeds)

    def verified(self, federation, text, claims, query_hash, members, rules):
        """The disclosure, checked in the order of docs/protocol/disclosure.md; no total is opened yet."""
        payload = strict_json(jws_open(text, "disclosure+jwt", *federation.signing(federation.gateway["id"])))
        only(payload, "jti iss aud iat query set coverage directory policy roster log salt asOf subjects")
        only(payload["coverage"], "summed absent ownGroup")
        only(payload["asOf"], "data index")
        check(payload["log"] == "none" and len(unb64(payload["salt"])) == 32, "a log that there is not, or no salt")
        check(payload["jti"] == claims["jti"] and payload["iss"] == federation.gateway["id"], "of another query or gateway")
        check(payload["aud"] == self.bank, "meant for another bank")
        check(payload["iat"] >= claims["iat"] - SKEW, "older than the query")
        check(unb64(payload["query"], 32) == query_hash, "an answer to another query")
        check(payload["set"] == members and payload["coverage"]["summed"] == len(members), "other platforms are summed")
        own, absent = federation.unsummed(self.bank, members)
        check(payload["coverage"]["ownGroup"] == own and payload["coverage"]["absent"] == absent, "another coverage")
        for name in ("directory", "policy", "roster"):
            check(payload[name] == claims[name], f"another {name}")
        check(len(payload["subjects"]) == claims["subjects"], "another number of subjects")
        for entry in payload["subjects"]:
            for metric in only(entry, "metrics")["metrics"]:
                only(metric, "name form state unit errorBound", "value total tag")
                check(metric["state"] in STATES, "a state that there is not")
            asked = [{"name": m["name"], "form": m["form"]} for m in entry["metrics"]]
            check(asked == claims["metrics"], "other metrics than were asked")
            for metric in entry["metrics"]:
                unit = rules[metric["name"]]["unit"]
                check(metric["unit"] == str(unit), "another unit than policy's")
                check(metric["errorBound"] == str(unit * len(members)), "another error bound")
        return payload

    def opened(self, disclosure, metrics, query_hash, tag_key, seeds):
        places, lanes = layout(metrics, len(disclosure["subjects"]))
        beta = stream(hkdf(tag_key, lp("heji/1/tag") + query_hash), lanes)
        pads = [0] * lanes
        for member, seed in seeds.items():
            own = stream(hkdf(seed, lp("heji/1/pad") + query_hash + lp(member)), lanes)
            pads = [(a + b) % FIELD for a, b in zip(pads, own)]
        limit, answers = len(seeds) * VALUE_MAX, []
        for row, entry in zip(places, disclosure["subjects"]):
            answered = []
            for (value_lane, tag_lane), metric in zip(row, entry["metrics"]):
                state, total = metric["state"], None
                carries = state in ("value", "zero", "no-record")
                if metric["form"] == "sealed":
                    check(("total" in metric) == ("tag" in metric) == carries and "value" not in metric, "a state with what it must not carry")
                    if carries:
                        total = (number(metric["total"]) - pads[value_lane]) % FIELD
                        tag = (number(metric["tag"]) - pads[tag_lane]) % FIELD
                        check(beta[value_lane] * total % FIELD == tag, "a total does not match its tag")
                else:
                    check(("value" in metric) == (state == "value") and not {"total", "tag"} & set(metric), "a state with what it must not carry")
                    total = number(metric["value"]) if state == "value" else None
                check(total is None or total <= limit, "a total is out of range")
                check(not (total and state in ("zero", "no-record")), "a total that must be zero is not")
                shown = total if state == "value" else 0 if state == "zero" else None
                answered.append({"name": metric["name"], "state": state, "value": None if shown is None else str(shown),
                                 "unit": metric["unit"], "errorBound": metric["errorBound"]})
            answers.append({"metrics": answered})
        return {"queryId": disclosure["jti"], "coverage": disclosure["coverage"], "asOf": disclosure["asOf"], "subjects": answers}


def number(text):
    check(isinstance(text, str) and re.fullmatch(r"0|[1-9][0-9]{0,18}", text), "not a decimal number")
    check(int(text) < FIELD, "not an element of the field")
    return int(text)


def main():
    arguments = argparse.ArgumentParser(description="Ask a Heji federation what people owe in total.")
    arguments.add_argument("home", type=Path, help="the bank's folder with bank.json")
    arguments.add_argument("subjects", nargs="*", help="scheme:number")
    arguments.add_argument("--purpose")
    arguments.add_argument("--consent", help="id of a consent of the profile")
    arguments.add_argument("--metrics", help="comma-separated")
    arguments.add_argument("--fetch", metavar="QUERY", help="the answer to a question asked before")
    given = arguments.parse_intermixed_args()
    asking = [given.subjects, given.purpose, given.consent, given.metrics]
    if any(asking) if given.fetch else not all(asking):
        arguments.error("give --fetch QUERY alone, or subjects with --purpose, --consent and --metrics")
    if not (given.home / "bank.json").is_file():
        arguments.error("the bank's folder holds no bank.json")
    try:
        if given.fetch:
            answer = Client(given.home).fetch(given.fetch)
        else:
            people = [subject(text) for text in given.subjects]
            answer = Client(given.home).ask(people, given.metrics.split(","), given.purpose, given.consent)
        print(json.dumps(answer))
    except Refused as refused:
        print("refused: " + ": ".join(refused.args), file=sys.stderr)
        sys.exit(1)
    except Unanswered as lost:
        print(f"no answer; it may be there to fetch: --fetch {lost.args[0]}", file=sys.stderr)
        sys.exit(4)
    except (OSError, http.client.HTTPException) as fault:
        print(f"no answer: {type(fault).__name__}", file=sys.stderr)
        sys.exit(4)
    except (NotVerified, KeyError, TypeError, ValueError) as fault:
        # The reason is a sentence of this file or a member's name, never a value of a person.
        print(f"not verified: {fault.args[0] if isinstance(fault, NotVerified) else type(fault).__name__}", file=sys.stderr)
        sys.exit(3)


if __name__ == "__main__":
    main()
