"""Fills in what is left of F-01, over HTTP and as fast as the bot lets one person tap."""

import time
from collections.abc import Iterator

from tests.e2e.show import Json, Show, must

PAUSE = 0.17  # seconds between taps: the bot takes 60 of one person in 10 seconds
MOST_STEPS = 300
_TYPED = {"angkanya": "1", "tanggalnya": "17-8-2021", "jawaban Anda": "Cukup"}
_ORDER = ("dm:", "dl:", "da:", "do:", "dn:")  # a reason, no proof, an answer, nothing, on


class Clerk:
    """One person of the staff; takes the shortest way, and declares all that lacks as missing."""

    def __init__(self, show: Show, person: int) -> None:
        self._show, self._chat = show, f"/sim/chats/{person}"

    def finish(self) -> int:
        """From the form to its review with nothing owed; how many steps it took."""
        self._do("messages", {"text": "/tugas"})
        self._tap(self._screen(), "dn:")
        for step in range(MOST_STEPS):
            screen = self._screen()
            if "Semua lengkap" in screen["text"]:
                return step
            self._go_on(screen)
        raise AssertionError(self._screen()["text"])

    def _go_on(self, screen: Json) -> None:
        for words, answer in _TYPED.items():
            if f"Ketik {words}" in screen["text"]:
                return self._do("messages", {"text": answer})
        offered = [verb for verb in _ORDER if any(_data(screen, verb))]
        return self._tap(screen, offered[0])

    def _tap(self, screen: Json, verb: str) -> None:
        """The last button of its kind: Tidak, and reasons to be brief."""
        *_, data = _data(screen, verb)
        self._do("taps", {"message_id": screen["message_id"], "data": data})

    def _do(self, deed: str, said: Json) -> None:
        before = self._screen()
        time.sleep(PAUSE)
        self._show.post(f"{self._chat}/{deed}", said)
        must(lambda: self._screen() != before)

    def _screen(self) -> Json:
        """The newest message with buttons."""
        shown = self._show.get(self._chat)["messages"]
        found = [one for one in shown if one["from"] == "bot" and one["keyboard"]]
        return {key: found[-1][key] for key in ("message_id", "text", "keyboard")}


def _data(screen: Json, verb: str) -> Iterator[str]:
    every = (key.get("data", "") for row in screen["keyboard"] for key in row)
    return (data for data in every if data.startswith(verb))
