"""A city that pushes its weeks while the line breaks and its pusher is killed."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.scoring import pusher
from tests.scoring.receiving import SECRET, Post, receiver

FAULTS = ("silence-after", "drop-after", "500-after", "500", "503", "429", "drop", "nonsense")
TRIES = ("--tries", "2")
ROUNDS, HOURS = 12, 13
KILLED = -9


@dataclass(frozen=True)
class Plan:
    """How many weeks are pushed, and how many of the pushers are killed."""

    folder: Path
    weeks: int
    seed: int
    kills: float
    broken: str = ""


@dataclass
class Outcome:
    """What the receiver holds against what the history says; texts name what is wrong."""

    bundles: int = 0
    kills: int = 0
    faults: int = 0
    requests: int = 0
    missing: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)


class World:
    """One server and its receiver."""

    def __init__(self, plan: Plan, post: Post, environment: Mapping[str, str]) -> None:
        self._plan, self._post, self._environment = plan, post, dict(environment)
        self._chance = Random(plan.seed)
        self.outcome = Outcome()

    def pushes_all(self, files: Mapping[str, str]) -> None:
        """Each week once by hand, then what is pending from a timer, days on end."""
        self._environment |= {"LOKET_SCORING_URL": self._post.url, "LOKET_SCORING_SECRET": SECRET}
        for manifest, file in files.items():
            faults = self._chance.choices(FAULTS, k=self._chance.randint(0, 4))
            self._post.fails({manifest: faults})
            self.outcome.faults += len(faults)
            self._command(["export", "push", file, *TRIES])
        for day in range(ROUNDS):
            self._environment[pusher.HOURS] = str(HOURS * day)
            known = {one["manifest_sha256"]: one["state"] for one in self.history}
            for manifest in files.keys() - known.keys():  # killed before it was written down
                self._command(["export", "push", files[manifest], *TRIES])
            if files.keys() == known.keys() and "pending" not in known.values():
                break
            self._command(["export", "push", "--pending", *TRIES], mercy=day > ROUNDS // 2)

    def _command(self, words: Sequence[str], *, mercy: bool = False) -> None:
        """Perhaps it is killed: at a moment nobody chose, or just after a booking."""
        before = len(self._post.bookings)
        process = pusher.start(self._plan.folder, self._environment, words)
        if not mercy and self._chance.random() < self._plan.kills:
            until = time.monotonic() + self._chance.uniform(0, 0.6)
            waits = self._chance.random() < 0.5
            while time.monotonic() < until and not (waits and len(self._post.bookings) > before):
                time.sleep(0.005)
            process.kill()
        process.join()
        self.outcome.kills += process.exitcode == KILLED

    @property
    def history(self) -> list[Any]:
        """As an admin reads it."""
        told = pusher.said(self._plan.folder, self._environment, "export", "history", "--json")
        return list(json.loads(told)["pushes"])


def play(plan: Plan) -> Outcome:
    """From `loket init` to the last receipt."""
    environment = {pusher.BREAK: plan.broken}
    files = _weeks(plan, environment)
    key = plan.folder / "loket.pub.pem"
    key.write_text(pusher.said(plan.folder, environment, "export", "key"))
    with receiver(plan.folder / "received", key, tolerance=10**7) as post:
        world = World(plan, post, environment)
        world.pushes_all(files)
        judge(world.outcome, files, post, world.history)
    return world.outcome


def judge(outcome: Outcome, files: Mapping[str, str], post: Post, history: Sequence[Any]) -> None:
    """Exactly one of each, and a history in which every line happened."""
    booked, answers = post.bookings, post.answers
    outcome.bundles, outcome.requests = len(files), len(answers)
    outcome.missing = [one for one in files if booked.count(one) < 1]
    outcome.doubled = [one for one in {*booked} if booked.count(one) > 1 or one not in files]
    for one in history:
        told = [
            (status, body) for message, status, body in answers if message == one["manifest_sha256"]
        ]
        outcome.untrue += [f"{one['file']}: {said}" for said in _untruths(one["attempts"], told)]
        if (one["state"] == "delivered") != (one["manifest_sha256"] in booked):
            outcome.untrue.append(f"{one['file']}: {one['state']}, which is not so")
        if post.held(one["manifest_sha256"]) != Path(one["file"]).read_bytes():
            outcome.untrue.append(f"{one['file']}: what is held differs")


def _untruths(attempts: Sequence[Any], told: Sequence[tuple[int | None, str]]) -> list[str]:
    """Every request was an attempt first, and every status in the history was once answered."""
    found = []
    if len(told) > len(attempts):
        found.append(f"{len(told)} requests, {len(attempts)} attempts")
    answers = list(told)
    for one in attempts:
        answer = (one["status"], one["body_sha256"])
        if one["status"] is None:
            if one["outcome"] == "delivered":
                found.append("delivered without an answer")
        elif answer in answers:
            answers.remove(answer)
        else:
            found.append(f"status {one['status']} was never answered")
    return found


def _weeks(plan: Plan, environment: Mapping[str, str]) -> Mapping[str, str]:
    """The bundles of so many weeks, by the digest of their manifest."""
    today = date.today()
    monday = today - timedelta(days=today.weekday() + 7 * plan.weeks)
    days = ("--from", str(monday), "--until", str(today))
    for words in (
        ("init", "--yes"),
        ("instansi", "add", "kota", "Kota"),
        ("lokus", "add", "pkm", "Puskesmas", "--instansi", "kota"),
        ("period", "open", "2026", *days),
        ("export", "week", "--all-open", "--out", "weekly"),
    ):
        pusher.said(plan.folder, environment, *words)
    told = pusher.said(plan.folder, environment, "export", "history", "--json")
    made = json.loads(told)["bundles"][-plan.weeks :]
    return {one["manifest_sha256"]: one["file"] for one in made}
