"""What is there once the power is back, held against what was told before it went."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from storage import erasures, ledger_check
from storage.backups.shelf import backups
from storage.database import Database
from tests.faults.indoors import House, verdict_of, witness_of
from tests.faults.power.photos import missing


@dataclass
class Found:
    """One line for each thing that is not as it was told."""

    told: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    @property
    def everything(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.damaged]

    @property
    def is_clean(self) -> bool:
        return not self.everything


async def judge_journal(house: House) -> Found:
    """The whole journal, after an end that was none."""
    *noted, last = house.journal.read_text().splitlines() or ["{}"]
    return await judge(house, noted, json.loads(last))


async def judge(house: House, noted: Sequence[str], meant: Mapping[str, Any]) -> Found:
    """Open everything with the product's own code, as its next start would."""
    lines = [json.loads(one) for one in noted]
    witness = witness_of([*lines, meant])
    database = Database(house.url)
    found = Found(told=witness.acknowledged())
    try:
        verdict = await verdict_of(house, database, witness)
        found.lost, found.doubled, found.damaged = verdict.lost, verdict.doubled, verdict.damaged
        async with database.writing() as connection:  # it takes new things, too
            await connection.execute(sa.text("DELETE FROM updates WHERE update_id = -1"))
        async with database.reading() as connection:
            found.damaged += [one async for one in ledger_check.problems(connection, {})]
            ticked = [line["ticked"] for line in lines if "ticked" in line]
            found.lost += await missing(connection, house.folder / "evidence", ticked)
    except Exception as error:  # noqa: BLE001 - whatever it is, the data could not be opened
        found.damaged.append(repr(error)[:300])
    finally:
        await database.close()
    found.lost += [problem for line in lines if (problem := _file_problem(house, line))]
    found.told += sum(1 for line in lines if {"ticked", "head", "erased", "backup"} & line.keys())
    return found


def _file_problem(house: House, line: Mapping[str, Any]) -> str:
    """Files beside the database that somebody relies on."""
    heads = house.folder / "checkpoints"
    match line:
        case {"head": name, "note": note}:
            path = heads / name
            is_there = path.is_file() and path.read_text() == note
            return "" if is_there else f"the head {name}"
        case {"erased": name}:
            return "" if name in erasures.listed(heads) else f"erased {name}"
        case {"backup": name}:
            known = {one.name: one.problem for one in backups(house.folder / "backups")}
            problem = known.get(name, "gone")
            return f"the backup {name}: {problem}" if problem else ""
    return ""
