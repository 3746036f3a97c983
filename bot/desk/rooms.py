"""Opens the form somebody may work on, with everything its screens show."""

from bot.desk.scenes import Elsewhere, Room
from bot.house import House
from storage import drafts, evidence, periods, staff, uploads
from storage.database import Connection
from storage.drafts import Draft, Owner
from storage.periods import Period
from storage.staff import Post
from survey_flows.worksheet import Worksheet

FORM = "F-01"


class Rooms:
    """Lives as long as the transaction of one update."""

    def __init__(self, house: House, connection: Connection, account: str) -> None:
        self._house = house
        self._connection = connection
        self._account = account

    async def of_lokus(self, lokus_id: int) -> Room | Elsewhere:
        """The form of a lokus for the period now open; the first who looks opens it."""
        post = await self._post(lokus_id)
        if post is None:
            return Elsewhere("no_post")
        period = await self._period(post)
        if period is None:
            return Elsewhere("no_period", post.lokus)
        owner = Owner(lokus_id, period.id)
        draft = await drafts.of_owner(self._connection, owner)
        if draft is None:
            if not self._house.publishes(FORM):
                return Elsewhere("no_form", post.lokus)
            if not period.is_open(self._house.today(post.lokus)):
                return Elsewhere("no_period", post.lokus)
            version = self._house.newest(FORM).version
            draft = await drafts.begin(self._connection, owner, FORM, version)
        return await self._room(post, period, draft)

    async def only(self) -> Room | Elsewhere | None:
        """The form of somebody who serves one lokus; None for several, or for none."""
        posts = await staff.posts_of(self._connection, self._account)
        return await self.of_lokus(posts[0].lokus.id) if len(posts) == 1 else None

    async def by_draft(self, number: int) -> Room | Elsewhere:
        """The form a button names, if the sender serves there."""
        draft = await drafts.by_id(self._connection, number)
        if draft is None:
            return Elsewhere("gone")
        post = await self._post(draft.lokus_id)
        if post is None:
            return Elsewhere("no_post")
        period = await periods.period_by_id(self._connection, draft.period_id)
        if period is None:
            raise LookupError("a draft points at a period that is gone")
        return await self._room(post, period, draft)

    async def again(self, room: Room) -> Room:
        """The same form after it has changed."""
        draft = await drafts.by_id(self._connection, room.draft.id)
        if draft is None:
            raise LookupError("a form was lost within one turn")
        return await self._room(room.post, room.period, draft)

    async def _unplaced(self, post: Post, draft: Draft) -> tuple[str, ...]:
        sent = await uploads.without_slot(self._connection, post.member.id)
        return tuple(one.key for one in sent if one.submission_id == draft.id)

    async def _post(self, lokus_id: int) -> Post | None:
        self._posts = await staff.posts_of(self._connection, self._account)
        return next((one for one in self._posts if one.lokus.id == lokus_id), None)

    async def _period(self, post: Post) -> Period | None:
        """The newest that is open; else the newest that has begun, to be read."""
        today = self._house.today(post.lokus)
        every = await periods.all_periods(self._connection)
        is_open = [one for one in every if one.is_open(today)]
        known = is_open or [one for one in every if one.first_day <= today]
        return known[-1] if known else None

    async def _room(self, post: Post, period: Period, draft: Draft) -> Room:
        form = self._house.forms[draft.form_id, draft.version]
        sheet = Worksheet(form, draft.entries)
        every = await evidence.of_draft(self._connection, draft.ids) if sheet.files else []
        return Room(
            post,
            period,
            draft,
            sheet,
            await staff.names(self._connection, {entry.by for entry in draft.entries}),
            {one.key: one for one in every},
            await uploads.waiting_count(self._connection, draft.id),
            await self._unplaced(post, draft),
            self._house.clock(),
            has_others=len(self._posts) > 1,
        )
