"""What staff hear without having asked, as it looks in their chats, on both databases.

`make chats` writes the stories in `notices/` anew: read the diff as a conversation.
"""

import os
from pathlib import Path

import pytest

from storage.database import Database
from tests.chats.office import open_office
from tests.chats.speaking_first import Noticing

_STORIES = sorted((Path(__file__).parent / "notices").glob("*.chat"))


@pytest.mark.parametrize("story", _STORIES, ids=lambda path: path.stem)
async def test_the_bot_speaks_first_as_written(
    story: Path, database: Database, tmp_path: Path
) -> None:
    written = story.read_text(encoding="utf-8")
    told = await Noticing(await open_office(tmp_path, database)).play(written)
    if os.environ.get("UPDATE_CHATS"):
        story.write_text(told, encoding="utf-8")
    else:
        assert told == written
