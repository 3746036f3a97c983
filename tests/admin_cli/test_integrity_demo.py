"""`loket integrity demo`: a petugas who cheats, in a demo and nowhere else."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from admin_cli import demo_data
from admin_cli.demo_place import Place, only_one
from bot.simulator.snapshot import Keeper, open_world
from storage.database import Database
from tests.admin_cli.bundles import SENT
from tests.admin_cli.conftest import MONDAY, Desk, furnish
from tests.admin_cli.papers import read

HONEST, FALSE = 33, 30


@pytest.fixture
def shown(bare: Desk) -> Desk:
    """Whoever tries the product, in the folder of a demo that has been started once."""
    place = Place(bare.folder, "127.0.0.1", 8903)

    async def prepare() -> None:
        world = open_world(place.telegram)
        Keeper(world, place.telegram).save()
        database = Database(place.database_url)
        await demo_data.prepare(place, world, database)
        await database.close()

    with only_one(place):
        asyncio.run(prepare())
    return bare


def figures(desk: Desk) -> Any:  # noqa: ANN401 - a JSON document
    said = desk.json("integrity", "report", "--lokus", "kel-sukamaju", "--out", "own")
    return said["lokus"][0]["figures"]


def elsewhere(desk: Desk) -> None:
    """The settings of a real server are not followed: the lokus named are those of the demo."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LOKET_DATABASE_URL", f"sqlite:///{desk.folder / 'real.db'}")
        said = desk.refused("integrity", "demo", "--data", ".", "--lokus", "pkm")
    assert "samsat-kota" in said
    assert not (desk.folder / "real.db").exists()


def test_what_a_petugas_has_stuffed_is_seen_once_and_the_ledger_has_it(shown: Desk) -> None:
    elsewhere(shown)
    assert not any(figures(shown)["beyond"].values()), "honest citizens raise no flag"
    before = shown.json("ledger", "head")["size"]
    for _ in range(2):
        file, code, n, _ = shown.done("integrity", "demo", "--data", ".").split("\t")
        assert (code, int(n)) == ("kel-sukamaju", HONEST + FALSE)
        assert shown.json("ledger", "head")["size"] == before + FALSE
    found = figures(shown)
    assert {name for name, is_beyond in found["beyond"].items() if is_beyond} == {
        "burst_p",
        "joint_burst",
    }
    assert found["burst"]["n"] == found["sl_share"]["marked"] == FALSE
    assert found["responses_beyond"]["t_item_med"] == {"beyond": FALSE, "known": HONEST + FALSE}
    assert Path(file).read_bytes() == (shown.folder / "own" / Path(file).name).read_bytes()
    assert f"30 pada {MONDAY.day} November 2026" in read(Path(file)).text
    assert shown.json("ledger", "verify")["problems"] == []


def test_an_installation_is_never_stuffed(desk: Desk) -> None:
    furnish(desk)
    desk.receives(SENT)
    (desk.folder / "telegram").mkdir()
    (desk.folder / "telegram" / "telegram.json").write_text("{}")
    before = desk.json("ledger", "head")
    said = desk.refused("integrity", "demo", "--data", ".", "--lokus", "pkm")
    assert said.endswith(
        "is not the folder of a demo: `loket demo --data FOLDER` makes one [demo.none]"
    )
    assert desk.json("ledger", "head") == before
    assert "demo.none" in desk.refused("integrity", "demo", "--data", "nowhere")
