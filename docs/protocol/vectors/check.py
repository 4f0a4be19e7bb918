#!/usr/bin/env python3
"""Runs client.py on session.json: what must be accepted is, what must be refused is. Prints how many cases there were."""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import client as c  # noqa: E402


def refused(check):
    try:
        check()
    except (c.NotVerified, KeyError, TypeError, ValueError):
        return True
    return False


def finished(session, federation, answers):
    """The tokens of these answers, as Client.tokens makes them."""
    subjects = [text.encode() for text in session["tokenRound"]["canonical"]]
    blinds = [int.from_bytes(c.unb64(blind, 32), "big") for blind in session["tokenRound"]["blinds"]]
    blinded = [c.multiply(blind, c.hash_to_group(subject)) for blind, subject in zip(blinds, subjects)]
    c.check(c.b64(b"".join(map(c.encode, blinded))) == session["tokenRound"]["elements"], "other blinded elements")
    sums, keys = [None] * len(subjects), federation.tokeniser_keys()
    c.check(sorted(answer["tokeniser"] for answer in answers) == sorted(keys), "not every tokeniser answered once")
    for answer in answers:
        data = c.unb64(answer["elements"], 33 * len(subjects))
        evaluated = [c.decode(data[i : i + 33]) for i in range(0, len(data), 33)]
        c.check(c.proof_holds(keys[answer["tokeniser"]], blinded, evaluated, c.unb64(answer["proof"], 64)), "a proof does not hold")
        sums = [c.add(one, other) for one, other in zip(sums, evaluated)]
    return [c.b64(c.finalize(*each)) for each in zip(subjects, blinds, sums)]


def opened(session, federation, disclosure):
    bank = c.Client.__new__(c.Client)
    query = session["query"]["jws"]
    claims = c.strict_json(c.unb64(query.split(".")[1]))
    bank.bank = claims["iss"]
    query_hash = c.sha256(query.rsplit(".", 1)[0].encode())
    c.check(c.b64(query_hash) == session["query"]["hash"], "another query hash")
    members = federation.summed(bank.bank)
    rules = {rule["name"]: rule for rule in federation.policy["metrics"]}
    payload = bank.verified(federation, disclosure, claims, query_hash, members, rules)
    seeds = {member: c.unb64(seed, 32) for member, seed in session["query"]["padSeeds"].items()}
    return bank.opened(payload, claims["metrics"], query_hash, c.unb64(session["query"]["tagKey"], 32), seeds)["subjects"]


def main():
    session = json.loads((HERE / "session.json").read_text("utf-8"))
    federation = c.Federation(session["documents"], session["regulators"], session["now"])
    given = [c.subject(text).decode() for text in session["tokenRound"]["subjects"]]
    assert given == session["tokenRound"]["canonical"], "subjects"
    assert finished(session, federation, session["tokenRound"]["answers"]) == session["tokenRound"]["tokens"], "tokens"
    told = opened(session, federation, session["disclosure"])
    shown = lambda metric: {k: v for k, v in (("name", metric["name"]), ("state", metric["state"]), ("total", metric["value"])) if v is not None}
    assert [[shown(metric) for metric in entry["metrics"]] for entry in told] == session["opened"], "totals"
    cases = 0
    for case in session["tokenRound"]["refuse"]:
        assert refused(lambda: finished(session, federation, case["answers"])), case["name"]
        cases += 1
    for case in session["refuse"]:
        assert refused(lambda: opened(session, federation, case["disclosure"])), case["name"]
        cases += 1
    print(f"accepted the session, refused {cases} of {cases}")


if __name__ == "__main__":
    main()
    import check_rest

    check_rest.main()
