"""The filter that reads a button."""

from aiogram.filters import Filter
from aiogram.types import CallbackQuery

from bot.taps import Tap, read_tap


class TappedAs(Filter):
    """Passes taps of one kind, and hands the tap to the handler as `tap`."""

    def __init__(self, kind: type[Tap]) -> None:
        self._kind = kind

    async def __call__(self, query: CallbackQuery) -> bool | dict[str, Tap]:
        tap = read_tap(query.data or "")
        return {"tap": tap} if isinstance(tap, self._kind) else False
