#!/usr/bin/env python3
"""Runs client.py on session.json and subjects.json: what must be accepted is, what must be refused is, for the reason
that stands there. Then what it keeps: the answer is opened from disk, no older document is adopted. Prints how many
cases there were."""

import json
import sys
import tempfile
import threading
import types
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


def asker(session):
    """A client that calls nobody."""
    bank = c.Client.__new__(c.Client)
    bank.bank = c.strict_json(c.unb64(session["query"]["jws"].split(".")[1]))["iss"]
    bank.regulators = session["regulators"]
    bank.access_token = lambda federation: "token"
    return bank


def kept(session):
    query = session["query"]
    return {"query": query["jws"], "documents": session["documents"], "tagKey": query["tagKey"], "padSeeds": query["padSeeds"]}


def opened(session, federation, disclosure):
    query = session["query"]["jws"]
    c.check(c.b64(c.sha256(query.rsplit(".", 1)[0].encode())) == session["query"]["hash"], "another query hash")
    return asker(session).answered(federation, disclosure, kept(session))["subjects"]


def check_subjects(vectors):
    for case in vectors["accept"]:
        assert c.subject(f"{case['scheme']}:{case['raw']}").decode() == case["subject"], case["note"]
    for case in vectors["refuse"]:
        try:
            # A scheme with a colon in it can only be asked for directly: a text splits at its first colon.
            c.want(case["scheme"] in c.SCHEMES, "scheme")
            c.subject(f"{case['scheme']}:{case['raw']}")
        except c.NotVerified as refusal:
            assert refusal.args[0] == "malformed-subject: " + case["reason"], (case["note"], refusal.args[0])
        else:
            raise AssertionError(case["note"])
    return len(vectors["accept"]) + len(vectors["refuse"])


def check_fetch(session, federation, folder, told):
    """A question that was kept opens after a restart; one of another name, changed or never kept does not."""
    query_id = c.strict_json(c.unb64(session["query"]["jws"].split(".")[1]))["jti"]
    bank = asker(session)
    bank.store = c.Store(folder)
    bank.store.keep(query_id, kept(session))
    bank = asker(session)
    bank.store = c.Store(folder)
    bank.call = lambda method, path, token: {"disclosure": session["disclosure"], "asked": (method, path)}
    assert bank.fetch(query_id)["subjects"] == told, "fetched"
    sealed = (folder / f"{query_id}.sealed").read_bytes()
    assert session["query"]["tagKey"].encode() not in sealed and b"padSeeds" not in sealed, "kept in the clear"
    other = query_id[:-1] + ("0" if query_id[-1] != "0" else "1")
    assert refused(lambda: bank.fetch(other)), "never kept"
    (folder / f"{other}.sealed").write_bytes(sealed)
    assert refused(lambda: bank.fetch(other)), "of another name"
    (folder / f"{query_id}.sealed").write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    assert refused(lambda: bank.fetch(query_id)), "changed"
    assert refused(lambda: bank.fetch("../store")), "not an id"
    return 5


def check_rollback(folder):
    """What was gone by stays the oldest that is adopted, also when several adopt at a time."""

    def offer(directory, policy, roster, mark="a"):
        refs = {f"{name}_ref": {"serial": serial, "hash": f"{name}-{serial}-{mark}"}
                for name, serial in (("directory", directory), ("policy", policy), ("roster", roster))}
        return refused(lambda: c.Store(folder).adopt(types.SimpleNamespace(**refs)))

    assert not offer(2, 2, 2) and not offer(2, 2, 2) and not offer(2, 2, 3), "the same or newer"
    assert offer(1, 2, 3) and offer(2, 1, 3) and offer(2, 2, 2), "older"
    assert offer(2, 2, 3, "b"), "another under the same serial"
    many = [threading.Thread(target=offer, args=(2, 2, serial)) for serial in range(4, 30)]
    for each in many:
        each.start()
    for each in many:
        each.join()
    assert offer(2, 2, 28) and not offer(2, 2, 29), "the newest of many"
    return 6


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
    subjects = check_subjects(json.loads((HERE / "subjects.json").read_text("utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        stored = check_fetch(session, federation, Path(folder) / "a", told) + check_rollback(Path(folder) / "b")
    print(f"accepted the session, refused {cases} of {cases}; {subjects} subjects; {stored} cases of what is kept")


if __name__ == "__main__":
    main()
    import check_rest

    check_rest.main()
