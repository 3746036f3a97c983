"""An office whose people are invited, as a storage test sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage import places, staff
from storage.database import Database
from storage.places import Lokus
from storage.staff import Invite, InviteProblem, Post, Role

NOW = 1_800_000_000
HOUR = 3600
SARI, BUDI = "a" * 32, "b" * 32


@dataclass
class Counter:
    """Two lokus of one instansi, `pkm` and `kel`, and `far` of another."""

    database: Database
    pkm: Lokus
    kel: Lokus
    far: Lokus

    async def invite(
        self, name: str = "Sari", role: Role = "petugas", there: Lokus | None = None
    ) -> tuple[Invite, str]:
        async with self.database.writing() as connection:
            return await staff.invite(connection, there or self.pkm, role, name, NOW)

    async def claim(
        self, token: str, account: str = SARI, now: int = NOW
    ) -> Invite | InviteProblem:
        async with self.database.writing() as connection:
            return await staff.claim(
                connection, token, account, b"chat of " + account.encode(), now
            )

    async def code(self, token: str, account: str = SARI, now: int = NOW) -> str:
        """The code the account is shown."""
        held = await self.claim(token, account, now)
        assert isinstance(held, Invite), held
        return held.code

    async def confirm(self, code: str, now: int = NOW) -> Post:
        async with self.database.writing() as connection:
            return await staff.confirm(connection, code, now)

    async def join(
        self,
        account: str = SARI,
        name: str = "Sari",
        role: Role = "petugas",
        there: Lokus | None = None,
    ) -> Post:
        """Invited, claimed and confirmed."""
        _, token = await self.invite(name, role, there)
        return await self.confirm(await self.code(token, account))

    async def revoke(self, number: int, now: int = NOW) -> Post:
        async with self.database.writing() as connection:
            return await staff.revoke(connection, number, now)

    async def cancel(self, number: int) -> Invite:
        async with self.database.writing() as connection:
            return await staff.cancel(connection, number, NOW)

    async def posts_of(self, account: str = SARI) -> list[tuple[str, str]]:
        """Lokus and role of every open post."""
        async with self.database.reading() as connection:
            found = await staff.posts_of(connection, account)
        return [(one.lokus.code, one.role) for one in found]

    async def posts(
        self, lokus_code: str | None = None, *, include_revoked: bool = False
    ) -> Sequence[Post]:
        async with self.database.reading() as connection:
            return await staff.posts(
                connection, lokus_code=lokus_code, include_revoked=include_revoked
            )

    async def waiting(self, now: int = NOW) -> list[tuple[str, str]]:
        """Name and state of every invitation in sight."""
        async with self.database.reading() as connection:
            found = await staff.invites(connection, now)
        return [(one.name, one.state(now)) for one in found]


async def opened(database: Database) -> Counter:
    async with database.writing() as connection:
        await places.add_instansi(connection, "kota", "Kota Contoh", "Asia/Makassar")
        await places.add_instansi(connection, "kab", "Kabupaten", "Asia/Jayapura")
        pkm = await places.add_lokus(connection, "pkm", "Puskesmas", "kota")
        kel = await places.add_lokus(connection, "kel", "Kelurahan", "kota")
        far = await places.add_lokus(connection, "far", "Samsat", "kab")
    return Counter(database, pkm, kel, far)
