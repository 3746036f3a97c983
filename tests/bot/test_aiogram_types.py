"""aiogram is imported without building what nobody has used yet, and works all the same."""

import subprocess
import sys

BEGIN = """
import sys
from bot.aiogram_types import import_aiogram
import_aiogram()
from aiogram import methods, types
"""
USED = """
from pydantic import BaseModel
print(types.Update.__pydantic_complete__, methods.SendMessage.__pydantic_complete__)
chat = {"id": 1, "type": "private"}
said = {"message_id": 3, "date": 1, "chat": chat, "text": "halo"}
update = types.Update.model_validate({"update_id": 7, "message": said})
answer = methods.SendMessage(chat_id=update.message.chat.id, text=update.message.text)
print(types.Update.__pydantic_complete__, methods.SendMessage.__pydantic_complete__, answer.text)
import_aiogram()
print(BaseModel.model_rebuild.__name__)
"""
EVERY_NAME_IS_KNOWN = """
known = [getattr(found, name) for found in (types, methods) for name in found.__all__]
for one in (one for one in known if hasattr(one, "model_rebuild")):
    for name, written in vars(one).get("__annotations__", {}).items():
        if isinstance(written, str) and not name.startswith("_"):
            eval(written, vars(sys.modules[one.__module__]))
            print(name)
"""


def printed(then: str) -> list[str]:
    """What a fresh interpreter says."""
    command = [sys.executable, "-c", BEGIN + then]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_types_are_built_when_they_are_used() -> None:
    assert printed(USED) == ["False False", "True True halo", "model_rebuild"]


def test_every_type_finds_the_names_it_is_built_from() -> None:
    assert len(printed(EVERY_NAME_IS_KNOWN)) > 1000
