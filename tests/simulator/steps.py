"""A clock that moves only when a test says so, and short ways to call the bot's side."""

from typing import Any

from bot.simulator.params import Upload
from bot.simulator.world import World

Json = dict[str, Any]


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


async def ok(world: World, method: str, **params: object) -> Any:  # noqa: ANN401 - by method
    return await ok_with(world, {}, method, **params)


async def ok_with(world: World, files: dict[str, Upload], method: str, **params: object) -> Any:  # noqa: ANN401 - results differ by method
    answer = await world.call(method, params, files)
    assert answer.body["ok"], answer.body
    return answer.body["result"]


async def refusal(world: World, method: str, **params: object) -> str:
    """The description of a refusal, after checking that status and body agree."""
    answer = await world.call(method, params)
    assert answer.body["ok"] is False, answer.body
    assert answer.body["error_code"] == answer.status
    return str(answer.body["description"])


def buttons(*data: str) -> Json:
    return {"inline_keyboard": [[{"text": each or "-", "callback_data": each} for each in data]]}
