"""Many Kirim of one person at once: one response stands, and the ledger tells one story."""

from pathlib import Path

from tests.faults.rivals import Found, play


async def test_fifty_kirim_at_once_leave_one_standing_response(
    database_url: str, tmp_path: Path
) -> None:
    found = await play(database_url, tmp_path, people=1, rivals=50)
    assert found == Found(standing=1, replaced=1, leaves=3)
    assert found.is_right(1)
