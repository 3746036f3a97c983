"""Tells a random history of a ledger, and exports a week of it honestly."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tests.ledger.fabricate import (
    ITEMS,
    Bundle,
    Document,
    Row,
    canonical,
    days,
    index_rows,
    leaf_hash,
    note,
    salted,
)

LAWS = "UU 27/2022 pasal 8"


@dataclass
class Told:
    """One answer: where its leaf is, and what opens it."""

    index: int
    name: str
    leaf: Document
    opening: Document
    salt: str
    assurance: str
    ended: str = ""
    superseded: bool = False


@dataclass
class History:
    """A ledger while it is written. `places` are the lokus that exist, with their instansi."""

    rng: Random
    monday: date
    places: dict[str, str]
    periods: list[str]
    leaves: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    forms: list[Document] = field(default_factory=list)
    said: dict[str, list[list[str]]] = field(default_factory=dict)

    def add(self, kind: str, **said: object) -> str:
        """One more leaf; its hash."""
        body = canonical({"type": kind, **said})
        self.leaves.append(body)
        return leaf_hash(body).hex()

    def answer(self, day: str, place: tuple[str, str] | None = None) -> Told:
        """Somebody answers."""
        lokus, period = place or (self.rng.choice([*self.places]), self.rng.choice(self.periods))
        answers = {item: str(self.rng.randint(1, 5)) for item in ITEMS}
        opening = answers if self.rng.random() < 0.1 else self._opening(answers)
        c, salt = salted(self.rng, opening)
        leaf = {"form": "F-03", "version": "1", "lokus": lokus, "period": period, "day": day}
        name = self.add("answer", **leaf, c=c)
        assurance = str(self.rng.randint(0, 2))
        told = Told(len(self.leaves) - 1, name, leaf, opening, salt, assurance)
        self.told.append(told)
        return told

    def _opening(self, answers: dict[str, str]) -> Document:
        gaps = [self.rng.choice([self.rng.randint(5, 99)] * 9 + [None]) for _ in ITEMS]
        known = [gap for gap in gaps if gap is not None]
        is_valid = len(known) == len(gaps)
        measures = {
            "gaps": gaps,
            "seconds": sum(known) // 10 if is_valid else None,
            "timing_valid": is_valid,
            "outside_hours": self.rng.random() < 0.2,
            "on_site": self.rng.choice([None, True, False]),
        }
        return {
            "answers": answers,
            "measures": measures,
            "response_id": f"{self.rng.getrandbits(64):016x}",
        }

    def end(self, day: str) -> None:
        """Somebody answers again, takes it back, has it erased, or says who filled it in."""
        open_ones = [one for one in self.told if not one.ended and not one.superseded]
        if not open_ones:
            return
        old = self.rng.choice(open_ones)
        mark = {"of": old.name, "lokus": old.leaf["lokus"], "day": day}
        match self.rng.choice(["supersede", "withdraw", "erase", "backcheck"]):
            case "supersede" if old.leaf["day"] >= str(self.monday):
                new = self.answer(day, (old.leaf["lokus"], old.leaf["period"]))
                old.superseded = True
                self.add("supersede", **mark, by=new.name)
            case "withdraw" if old.leaf["day"] >= str(self.monday):
                old.ended = "withdraw"
                self.add("withdraw", **mark)
            case "erase":
                old.ended = "erase"
                self.add("erase", **mark, basis=LAWS)
            case _:
                c, _salt = salted(self.rng, {"said": "self"})
                self.add("backcheck", **mark, c=c)

    def send(self, day: str) -> None:
        """An office sends F-01."""
        key = f"{self.rng.getrandbits(64):016x}"
        said = [
            [f"f{number}", self.rng.choice(["ya", "", "3,5", 'a "b"\nc'])] for number in range(4)
        ]
        files = [f"{self.rng.getrandbits(256):064x}" for _ in range(self.rng.randint(0, 3))]
        files += files[:1]
        place = {"lokus": self.rng.choice([*self.places]), "period": self.rng.choice(self.periods)}
        digest = hashlib.sha256(canonical(said).encode()).hexdigest()
        revision = sum(all(one[name] == place[name] for name in place) for one in self.forms) + 1
        form = {**place, "revision": revision, "id": key, "day": day}
        form |= {"form": "F-01", "version": "2", "digest": digest, "files": sorted(files)}
        self.add("f01", **form)
        self.forms.append(form)
        self.said[key] = said

    def other(self, day: str) -> None:
        """Something the bundle has no table for, some of it of a later release."""
        match self.rng.randint(0, 4):
            case 0:
                lokus = self.rng.choice([*self.places])
                self.add("role", lokus=lokus, role="petugas", change="granted", staff="7", day=day)
            case 1:
                self.add("key", key=3, change="made", day=day)
            case 2:
                self.add("period", period=self.periods[0], change="opened", day=day)
            case 3:
                self.add("export", week="2020-W01", instansi="", manifest="00", day=day)
            case _:
                self.add("tomorrow", what="é “new”", day=day)


def honest(rng: Random, answers: int = 8) -> Bundle:
    """A week of about so many answers, and what the auditor kept of the week before."""
    monday = date.fromisocalendar(rng.randint(2024, 2029), rng.randint(2, 51), 1)
    codes = rng.sample(["pkm-1", "dukcapil", "SATU", "ü-2"], rng.randint(1, 4))
    places = {code: rng.choice(["kota", "prov"]) for code in codes}
    told = History(rng, monday, places, rng.sample(["2026", "2027"], rng.randint(1, 2)))
    _days(told, days(monday - timedelta(days=7)), rng.randint(0, answers))
    told.add("cut", week=_week(monday - timedelta(days=7)), instansi="", day=str(monday))
    previous = note(told.leaves[: rng.randint(0, len(told.leaves))])
    told.add("opened", origin="suaraloket", day=str(monday))
    _days(told, days(monday), answers)
    if rng.random() < 0.5:  # the week is over: its bundle was made once, and then somebody erased
        told.add("cut", week=_week(monday), instansi="", day=str(monday + timedelta(days=7)))
        _days(told, days(monday + timedelta(days=7), 1), rng.randint(0, 3))
    return _export(told, previous)


def crowd(rng: Random, answers: int, lokus: int = 40) -> Bundle:
    """A week of very many answers and nothing else."""
    monday = date.fromisocalendar(2026, 47, 1)
    places = {f"lokus-{number}": "kota" for number in range(lokus)}
    told = History(rng, monday, places, ["2026"])
    for day in days(monday):
        for _ in range(answers // 7 + 1):
            told.answer(day)
    return _export(told, note([]))


def _days(told: History, window: list[str], number: int) -> None:
    for _ in range(number):
        day = told.rng.choice(window)
        told.answer(day)
        for act, share in ((told.end, 0.3), (told.send, 0.15), (told.other, 0.2)):
            if told.rng.random() < share:
                act(day)


def _week(monday: date) -> str:
    return f"{monday.isocalendar().year}-W{monday.isocalendar().week:02d}"


def _export(told: History, previous: str) -> Bundle:
    week, instansi = _week(told.monday), told.rng.choice(["", "", *told.places.values()])
    name = f"pekppp-{instansi}-{week}" if instansi else f"pekppp-{week}"
    about: Document = {"name": name.lower(), "week": week, "first_day": str(told.monday)}
    about |= {"last_day": str(told.monday + timedelta(days=6))}
    about |= {"periods": [{"code": code} for code in told.periods]}
    chosen = {code for code, owner in told.places.items() if instansi in {"", owner}}
    bundle = Bundle(about, {}, told.leaves, [], previous, note(told.leaves))
    bundle.rows["lokus"] = [
        {
            "lokus": code,
            "name": code.upper(),
            "instansi": told.places[code],
            "timezone": "Asia/Makassar",
        }
        for code in sorted(chosen)
    ]
    shown = [
        one for one in told.told if bundle.of_week(one.leaf["day"]) and one.leaf["lokus"] in chosen
    ]
    _show_answers(bundle, [one for one in shown if not one.ended], told.rng)
    _show_forms(bundle, told, chosen)
    bundle.rows["corrections"] = [*_erased(bundle, told), *_resent(bundle, told)]
    bundle.rows["f03_index"] = index_rows(bundle)
    return bundle


def _erased(bundle: Bundle, told: History) -> Iterator[Row]:
    """Of earlier weeks, in this one."""
    chosen, answers = {row["lokus"] for row in bundle.rows["lokus"]}, {}
    for one in told.told:
        answers[one.name] = one
    for leaf in map(json.loads, told.leaves):
        if leaf["type"] == "erase" and bundle.of_week(leaf["day"]) and leaf["lokus"] in chosen:
            old = answers[leaf["of"]]
            if old.leaf["day"] < str(bundle.about["first_day"]):
                name = old.opening.get("response_id", "0" * 16)
                yield _correction("f03_responses", name, old.leaf, "erased")


def _resent(bundle: Bundle, told: History) -> Iterator[Row]:
    """The revision that stood until one of this week came."""
    for lokus, period in bundle.places():
        every = [form for form in told.forms if (form["lokus"], form["period"]) == (lokus, period)]
        earlier = [form for form in every if form["day"] < str(bundle.about["first_day"])]
        now = [form for form in every if bundle.of_week(form["day"])]
        if earlier and now:
            row = _correction("f01_submissions", earlier[-1]["id"], earlier[-1], "resent")
            yield row | {"replaced_by": now[-1]["id"]}


def _correction(table: str, name: str, old: Document, kind: str) -> Row:
    row = {"table": table, "id": name, "kind": kind, "replaced_by": ""}
    week = _week(date.fromisoformat(old["day"]))
    return row | {"lokus": old["lokus"], "period": old["period"], "week": week}


def _show_answers(bundle: Bundle, shown: list[Told], rng: Random) -> None:
    rows = []
    for one in shown:
        bundle.openings.append({"leaf": one.index, "opening": one.opening, "salt": one.salt})
        measures = one.opening.get("measures", {})
        row = {name: one.leaf[name] for name in ("lokus", "period", "day")}
        row |= one.opening.get("answers", one.opening)
        row |= {"response_id": one.opening.get("response_id", f"{rng.getrandbits(64):016x}")}
        row |= {"week": bundle.about["week"], "assurance": one.assurance}
        row |= {"superseded": json.dumps(one.superseded)}
        for name in ("seconds", "timing_valid", "outside_hours"):
            row[name] = json.dumps(measures.get(name)).replace("null", "")
        rows.append(row)
    bundle.rows["f03_responses"] = sorted(rows, key=lambda row: row["response_id"])


def _show_forms(bundle: Bundle, told: History, chosen: set[str]) -> None:
    for name in ("f01_submissions", "f01_answers", "f01_evidence"):
        bundle.rows[name] = []
    for form in told.forms:
        if not bundle.of_week(form["day"]) or form["lokus"] not in chosen:
            continue
        key = {"submission_id": form["id"]}
        row = {name: form[name] for name in ("lokus", "period")} | {"week": bundle.about["week"]}
        row |= {"revision": str(form["revision"]), "form_version": form["version"]}
        bundle.rows["f01_submissions"].append({**key, **row, "sent_day": form["day"]})
        bundle.rows["f01_answers"] += [
            {**key, "item": "1", "field": name, "value": value}
            for name, value in told.said[form["id"]]
        ]
        bundle.rows["f01_evidence"] += [
            {**key, "slot": "s", "position": str(number), "sha256": sha}
            for number, sha in enumerate(form["files"], 1)
        ]
