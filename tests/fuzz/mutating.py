"""Bytes like those of the seeds, changed at random: the same for the same seed."""

from collections.abc import Iterator, Sequence
from random import Random

_ODD = (b"\0", b"\xff", b":", b",", b'"', b"\n", b"=", b"-1", b"99999999999", b"\xf0\x9f\x99\x82")


def mutated(seeds: Sequence[bytes], chance: Random) -> Iterator[bytes]:
    """Some as they are, most changed in several places, some made up; without end."""
    yield from seeds
    while True:
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice([1, 1, 2, 4, 12])):
            _change(data, chance)
        yield bytes(data)


def _change(data: bytearray, chance: Random) -> None:
    at = chance.randint(0, len(data))
    match chance.randrange(5):
        case 0:
            data[at:at] = chance.choice(_ODD)
        case 1:
            del data[at : at + chance.choice([1, 2, 8])]
        case 2 if data:
            data[at % len(data)] = chance.randrange(256)
        case 3:
            data[at:at] = data[: chance.randint(0, len(data))]
        case _:
            data[at : at + 4] = chance.randbytes(chance.randint(0, 6))
