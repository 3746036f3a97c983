"""Import it before anything that imports aiogram: a warm process is warm four seconds earlier.

`python -m tests.faults.lean tests.faults.rot --flips 9` runs a campaign like that.
"""

import runpy
import sys
from typing import Any

from bot.aiogram_types import import_aiogram

import_aiogram()

from aiogram import methods, types  # noqa: E402 - only now it is quick

from bot.screen_calls import EditScreen, SendScreen  # noqa: E402 - it imports aiogram

MET_BY_EVERY_PROGRAM = (types.Message, types.CallbackQuery, types.Update)
CALLED_BY_EVERY_PROGRAM: tuple[type[methods.TelegramMethod[Any]], ...] = (
    *(methods.AnswerCallbackQuery, methods.DeleteMessage, EditScreen),
    *(SendScreen, methods.SetMyCommands, methods.SetMyDescription),
    *(methods.DeleteWebhook, methods.GetMe, methods.SetMyShortDescription),
)
for met in MET_BY_EVERY_PROGRAM:
    met.model_rebuild()
for called in CALLED_BY_EVERY_PROGRAM:
    called.model_rebuild()
ANSWERS = [methods.Response.__class_getitem__(one.__returning__) for one in CALLED_BY_EVERY_PROGRAM]

if __name__ == "__main__":
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
