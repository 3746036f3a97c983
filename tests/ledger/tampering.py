"""What somebody may do to a bundle: each act is a small honest-looking change.

An act gets a bundle and changes it in place, or says that there is nothing to change. Who did it
decides what is signed anew afterwards: a stranger has no key, the insider at the exports has the
key of the manifest, and the operator the key of the ledger too, but not last week's checkpoint.
"""

import json
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from tests.ledger.fabricate import (
    ITEMS,
    Bundle,
    Document,
    canonical,
    leaf_hash,
    salted,
)
from tests.ledger.tampering_corrections import drop_correction, edit_correction, stuff_correction

Act = Callable[[Bundle, Random], bool]


def edit_answer(bundle: Bundle, rng: Random) -> bool:
    """A five instead of a one, in the table alone."""
    rows = bundle.rows["f03_responses"]
    if not rows:
        return False
    row, item = rng.choice(rows), rng.choice(ITEMS)
    row[item] = str(int(row[item]) % 5 + 1)
    return True


def edit_answer_and_opening(bundle: Bundle, rng: Random) -> bool:
    """The same in both places, so that they agree."""
    if not bundle.openings:
        return False
    opening = rng.choice(bundle.openings)["opening"]
    answers, item = opening.get("answers", opening), rng.choice(ITEMS)
    old = [row for row in bundle.rows["f03_responses"] if all(row[i] == answers[i] for i in ITEMS)]
    answers[item] = str(int(answers[item]) % 5 + 1)
    old[0][item] = answers[item]
    return True


def edit_head(bundle: Bundle, rng: Random) -> bool:
    """The response is said to be of another place, day or kind."""
    rows = bundle.rows["f03_responses"]
    if not rows:
        return False
    row = rng.choice(rows)
    name = rng.choice(["lokus", "period", "week", "day", "superseded", "timing_valid"])
    other = {"superseded": {"true": "false"}.get(row["superseded"], "true"), "day": "2024-01-01"}
    if name == "timing_valid" and not row[name]:
        return False
    row[name] = other.get(name, f"{row[name]}-x")
    return True


def drop_row(bundle: Bundle, rng: Random) -> bool:
    """A response vanishes from the table."""
    return _drop(bundle.rows["f03_responses"], rng)


def hide_answer(bundle: Bundle, rng: Random) -> bool:
    """A response vanishes from the table and from the openings."""
    if not bundle.openings:
        return False
    gone = bundle.openings.pop(rng.randrange(len(bundle.openings)))["opening"]
    answers = gone.get("answers", gone)
    rows = bundle.rows["f03_responses"]
    rows.remove(next(row for row in rows if all(row[i] == answers[i] for i in ITEMS)))
    return True


def double_row(bundle: Bundle, rng: Random) -> bool:
    """A response counts twice, the second time under another name."""
    rows = bundle.rows["f03_responses"]
    if not rows:
        return False
    rows.append(rng.choice(rows) | rng.choice([{}, {"response_id": "0123456789abcdef"}]))
    return True


def swap_answers(bundle: Bundle, rng: Random) -> bool:
    """Two responses change their answers."""
    rows = bundle.rows["f03_responses"]
    if len(rows) < 2:
        return False
    one, two = rng.sample(rows, 2)
    answers = {item: one[item] for item in ITEMS}
    if all(two[item] == answers[item] for item in ITEMS):
        return False
    one.update({item: two[item] for item in ITEMS})
    two.update(answers)
    return True


def hide_opening(bundle: Bundle, rng: Random) -> bool:
    """An opening vanishes, its row stays."""
    return _drop(bundle.openings, rng)


def swap_openings(bundle: Bundle, rng: Random) -> bool:
    """Two openings change their leaves."""
    if len(bundle.openings) < 2:
        return False
    one, two = rng.sample(bundle.openings, 2)
    one["opening"], two["opening"] = two["opening"], one["opening"]
    one["salt"], two["salt"] = two["salt"], one["salt"]
    return True


def edit_salt(bundle: Bundle, rng: Random) -> bool:
    """Another salt, in the hope that another answer fits."""
    if not bundle.openings:
        return False
    rng.choice(bundle.openings)["salt"] = rng.randbytes(32).hex()
    return True


def stuff(bundle: Bundle, rng: Random) -> bool:
    """A made-up response with all fives, and an opening for it."""
    places = bundle.places()
    lokus, period = rng.choice(places)
    answers = dict.fromkeys(ITEMS, "5")
    row = {"response_id": f"{rng.getrandbits(64):016x}", "lokus": lokus, "period": period}
    row |= {"week": str(bundle.about["week"]), "day": str(bundle.about["last_day"]), **answers}
    row |= {"superseded": "false", "assurance": "2", "seconds": "60", "timing_valid": "true"}
    bundle.rows["f03_responses"].append(row | {"outside_hours": "false"})
    opening = {"answers": answers, "measures": {}, "response_id": row["response_id"]}
    at = rng.randint(0, len(bundle.leaves))
    salt = salted(rng, opening)[1]
    bundle.openings.append({"leaf": at, "opening": opening, "salt": salt})
    bundle.openings.sort(key=lambda one: int(one["leaf"]))
    return True


def hide_lokus(bundle: Bundle, rng: Random) -> bool:
    """A whole lokus vanishes from a bundle of everything."""
    code = rng.choice(bundle.rows["lokus"])["lokus"]
    if str(bundle.about["name"]) != f"pekppp-{bundle.about['week']}".lower():
        return False
    leaves = [json.loads(body) for body in bundle.leaves]
    if not any(_is_answer_now(bundle, leaf, code) for leaf in leaves):
        return False
    for name in ("lokus", "f03_responses", "f01_submissions"):
        bundle.rows[name] = [row for row in bundle.rows[name] if row["lokus"] != code]
    bundle.openings = [one for one in bundle.openings if leaves[one["leaf"]]["lokus"] != code]
    kept = {row["submission_id"] for row in bundle.rows["f01_submissions"]}
    for name in ("f01_answers", "f01_evidence"):
        bundle.rows[name] = [row for row in bundle.rows[name] if row["submission_id"] in kept]
    return True


def edit_index(bundle: Bundle, rng: Random) -> bool:
    """A better mean or a larger n than the rows give."""
    rows = bundle.rows["f03_index"]
    if not rows:
        return False
    row = rng.choice(rows)
    name = rng.choice(["n", "n_period", "index", rng.choice(ITEMS)])
    row[name] = f"{int(row[name] or '0') + 1}" if name in {"n", "n_period"} else "4.9999999999"
    return True


def drop_index(bundle: Bundle, rng: Random) -> bool:
    """No index for a lokus."""
    return _drop(bundle.rows["f03_index"], rng)


def edit_form(bundle: Bundle, rng: Random) -> bool:
    """Something else in a sent F-01."""
    tables = [bundle.rows[f"f01_{name}"] for name in ("submissions", "answers", "evidence")]
    tables = [rows for rows in tables if rows]
    if not tables:
        return False
    row = rng.choice(rng.choice(tables))
    names = {"value", "field", "sha256", "revision", "form_version", "sent_day", "submission_id"}
    name = rng.choice(sorted(names & row.keys()))
    row[name] += "0"
    return True


def drop_form(bundle: Bundle, rng: Random) -> bool:
    """An F-01 that was sent, or a line of it, vanishes."""
    name = rng.choice(["f01_submissions", "f01_answers"])
    return _drop(bundle.rows[name], rng)


def edit_leaf(bundle: Bundle, rng: Random) -> bool:
    """A leaf says another day, or binds another answer."""
    at = rng.randrange(len(bundle.leaves))
    leaf = json.loads(bundle.leaves[at])
    leaf[rng.choice(sorted(leaf))] = rng.choice(["2024-01-01", "5" * 64, "pkm-1x"])
    bundle.leaves[at], old = canonical(leaf), bundle.leaves[at]
    return bundle.leaves[at] != old


def drop_leaf(bundle: Bundle, rng: Random) -> bool:
    """A leaf vanishes, and those after it move up."""
    return _drop(bundle.leaves, rng)


def cut_tail(bundle: Bundle, rng: Random) -> bool:
    """The end of the ledger vanishes."""
    del bundle.leaves[rng.randrange(len(bundle.leaves)) :]
    return True


def swap_leaves(bundle: Bundle, rng: Random) -> bool:
    """Two leaves change their places."""
    if len(bundle.leaves) < 2:
        return False
    one, two = rng.sample(range(len(bundle.leaves)), 2)
    bundle.leaves[one], bundle.leaves[two] = bundle.leaves[two], bundle.leaves[one]
    return bundle.leaves[one] != bundle.leaves[two]


def append_leaf(bundle: Bundle, rng: Random) -> bool:
    """A leaf more than was signed."""
    body = rng.choice([*bundle.leaves, canonical({"type": "later", "day": "2026-01-01"})])
    bundle.leaves.insert(rng.randint(0, len(bundle.leaves)), body)
    return True


def edit_checkpoint(bundle: Bundle, rng: Random) -> bool:
    """A head of fewer leaves or of another ledger, or one that is not signed."""
    lines = bundle.checkpoint.split("\n")
    at = rng.choice([0, 1, 2, 4])
    lines[at] = lines[at].translate(str.maketrans("012abcABC", "120bcaBCA")) + "1" * (at == 0)
    bundle.checkpoint = "\n".join(lines)
    return True


def backdate(bundle: Bundle, rng: Random) -> bool:
    """An answer is slipped into last week, after that was cut."""
    lokus, period = rng.choice(bundle.places())
    monday = date.fromisoformat(str(bundle.about["first_day"]))
    leaf = {"type": "answer", "form": "F-03", "version": "1", "lokus": lokus, "period": period}
    day = str(monday - timedelta(days=rng.randint(1, 7)))
    bundle.leaves.append(canonical({**leaf, "day": day, "c": "5" * 64}))
    return True


def seal_unseen(bundle: Bundle, rng: Random) -> bool:
    """An answer of the week is in the ledger and nowhere else."""
    lokus, period = rng.choice(bundle.places())
    leaf = {"type": "answer", "form": "F-03", "version": "1", "lokus": lokus, "period": period}
    day = str(bundle.about["last_day"])
    bundle.leaves.append(canonical({**leaf, "day": day, "c": "5" * 64}))
    return True


def mark_wrongly(bundle: Bundle, rng: Random) -> bool:
    """A tombstone for nobody, or a second one, or a response superseded by an earlier one."""
    leaves = [json.loads(body) for body in bundle.leaves]
    names = [leaf_hash(canonical(leaf)).hex() for leaf in leaves if leaf["type"] == "answer"]
    mark = {"lokus": rng.choice(bundle.rows["lokus"])["lokus"], "day": "2029-12-31"}
    marks = [leaf for leaf in leaves if leaf["type"] in {"withdraw", "erase", "supersede"}]
    made = [*marks, {**mark, "type": "withdraw", "of": rng.randbytes(32).hex()}]
    if len(names) > 1:
        made += [{**mark, "type": "supersede", "of": names[-1], "by": names[0]}]
    bundle.leaves.append(canonical(rng.choice(made)))
    return True


BY_INSIDER: tuple[Act, ...] = (
    *(edit_answer, edit_answer_and_opening, edit_head, drop_row, hide_answer, double_row),
    *(swap_answers, hide_opening, swap_openings, edit_salt, stuff, hide_lokus, edit_index),
    *(drop_index, edit_form, drop_form, edit_leaf, drop_leaf, cut_tail, swap_leaves),
    *(append_leaf, edit_checkpoint, edit_correction, drop_correction, stuff_correction),
)
BY_OPERATOR: tuple[Act, ...] = (edit_leaf, drop_leaf, cut_tail, swap_leaves, append_leaf)
AT_THE_END: tuple[Act, ...] = (backdate, seal_unseen, mark_wrongly)
"""With the ledger's key, and without contradicting an earlier checkpoint."""


def _drop(
    some: list[object] | list[dict[str, str]] | list[Document] | list[str], rng: Random
) -> bool:
    if some:
        some.pop(rng.randrange(len(some)))
    return bool(some)


def _is_answer_now(bundle: Bundle, leaf: Document, code: str) -> bool:
    is_there = leaf["type"] == "answer" and leaf["lokus"] == code
    return is_there and bundle.of_week(leaf["day"])
