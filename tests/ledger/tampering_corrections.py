"""What somebody may do to the list of rows that count no more."""

from random import Random

from tests.ledger.fabricate import Bundle


def edit_correction(bundle: Bundle, rng: Random) -> bool:
    """Something else is said of a row that counts no more."""
    rows = bundle.rows["corrections"]
    if not rows:
        return False
    row = rng.choice(rows)
    names = ["table", "lokus", "period", "week", "kind", "replaced_by"]
    name = rng.choice(names + ["id"] * (row["table"] == "f01_submissions"))
    row[name] += "0"
    return True


def drop_correction(bundle: Bundle, rng: Random) -> bool:
    """The engine is not told that a row counts no more."""
    rows = bundle.rows["corrections"]
    if not rows:
        return False
    rows.pop(rng.randrange(len(rows)))
    return True


def stuff_correction(bundle: Bundle, rng: Random) -> bool:
    """The engine is told to drop a response that stands."""
    lokus, period = rng.choice(bundle.places())
    row = {"table": "f03_responses", "id": f"{rng.getrandbits(64):016x}", "replaced_by": ""}
    row |= {"lokus": lokus, "period": period, "week": "2023-W50", "kind": "erased"}
    bundle.rows["corrections"].append(rng.choice([row, *bundle.rows["corrections"]]))
    return True
