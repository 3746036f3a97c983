"""One turn of somebody of the staff in one transaction: whose form, what is changed, what is kept.

Every turn asks for the sender's posts, so that whoever was revoked is out with the next tap.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.desk import ways, wording
from bot.desk.rooms import Rooms
from bot.desk.scenes import (
    ChooseSlot,
    DeskOutcome,
    Elsewhere,
    Invited,
    NotInvited,
    Room,
    Seen,
    Shown,
    Taken,
    Tasks,
)
from bot.desk.taps import FileInto, Look
from bot.house import House
from bot.sealing import open_chat, seal_chat
from storage import bookmarks, drafts, staff, uploads
from storage.bookmarks import Bookmark
from storage.database import Connection
from storage.drafts import Author
from storage.errors import DraftEnded, StaleTurn
from storage.invitations import Invite, claimed_by
from storage.sending import send_form
from storage.uploads import NewUpload, Upload
from survey_flows.edits import Edit, No, Write, judge
from survey_flows.facts import Fact, Submitted
from survey_flows.pseudonyms import account
from survey_flows.worksheet import place_of


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as a message carries it; sizes are only declared."""

    file_id: str
    kind: str
    name: str
    size: int | None
    caption: str
    album: str
    message_id: int


class Desk:
    """Lives as long as the transaction of one update."""

    def __init__(self, house: House, connection: Connection, person: int) -> None:
        self._house = house
        self._connection = connection
        self._person = person

    @cached_property
    def account(self) -> str:
        """The keyed hash of the sender, who may well be a citizen and never ask for it."""
        return account(self._house.keys.account, self._person)

    @cached_property
    def _rooms(self) -> Rooms:
        return Rooms(self._house, self._connection, self.account)

    async def is_here(self) -> bool:
        """Whether the chat is about F-01 now: it is on screen, or nothing is and they serve."""
        mark = await bookmarks.bookmark_of(self._connection, self.account)
        if mark is not None:
            return bool(mark.place)
        return bool(await staff.posts_of(self._connection, self.account))

    async def claim(self, token: str) -> DeskOutcome:
        """An invitation was opened; whoever serves there already goes on to their tasks."""
        chat = seal_chat(self._person, self._house.keys.chats)
        found = await staff.claim(self._connection, token, self.account, chat, self._seconds())
        if isinstance(found, Invite):
            return _invited(found)
        serves = await staff.posts_of(self._connection, self.account)
        return await self.tasks() if found == "used" and serves else NotInvited(found)

    async def tasks(self) -> DeskOutcome:
        """/tugas: the one form, or which one."""
        posts = await staff.posts_of(self._connection, self.account)
        if not posts:
            waits = await claimed_by(self._connection, self.account, self._seconds())
            return _invited(waits) if waits else Elsewhere("no_post")
        if len(posts) == 1:
            return await self._enter(posts[0].lokus.id, Look("sheet"))
        screen = await self._turn_away("")
        return Tasks(posts, posts[0].member.is_reminded, screen)

    async def resume(self) -> DeskOutcome:
        """Where they were, or their tasks."""
        mark = await self.mark()
        if mark is None or not ways.place_in(mark.place):
            return await self.tasks()
        return await self.look(Look("place", mark.submission_id, ways.place_in(mark.place)))

    async def look(self, look: Look) -> DeskOutcome:
        """Show a screen; nothing changes."""
        if look.view == "tasks":
            return await self.tasks()
        if look.view == "lokus":
            wanted = int(look.arg) if look.arg.isdigit() else 0
            return await self._enter(wanted, Look("sheet"))
        room = await self._rooms.by_draft(look.draft)
        return room if isinstance(room, Elsewhere) else await self._show(room, look)

    async def edit(self, draft: int, edit: Edit) -> DeskOutcome:
        """Judge an edit of the draft, keep what it adds, and show what comes next."""
        await drafts.hold(self._connection, draft)
        room = await self._rooms.by_draft(draft)
        if isinstance(room, Elsewhere):
            return room
        if why := ways.barred(room, edit):
            return await self._show(room, ways.place_edited(room, edit), refused=why)
        said = judge(room.sheet, ways.worded(edit), room.post.member.id)
        if isinstance(said, No):
            why = ways.refusal(room, edit, said)
            return await self._show(room, ways.place_edited(room, edit), refused=why)
        changed = await self._keep(room, said) if said else room
        return await self._show(changed, ways.after(changed, edit), said=said)

    async def write(self, text: str) -> DeskOutcome:
        """A text under the screen now shown: an answer, or the reason why evidence lacks."""
        mark = await self.mark()
        if mark is None:
            return await self.tasks()
        place = ways.place_in(mark.place)
        return await self.edit(mark.submission_id, Write(place, text, mark.seen))

    async def text_hint(self) -> str:
        """Why a text typed now can mean nothing; empty when it can."""
        mark = await self.mark()
        room = await self._rooms.by_draft(mark.submission_id) if mark else None
        if mark is None or not isinstance(room, Room):
            return wording.HINT_BUTTONS
        return ways.text_hint(room, mark.place)

    async def take(self, file: SentFile) -> DeskOutcome:
        """Note a file down for the slot on screen; without one, ask which it is for."""
        mark = await self.mark()
        found = await (self._rooms.by_draft(mark.submission_id) if mark else self._rooms.only())
        if not isinstance(found, Room):
            return found or await self.tasks()
        if why := ways.barred(found) or (found.draft.is_sent and wording.REFUSALS["sheet.sent"]):
            return await self._show(found, Look("sheet", found.draft.id), refused=why)
        place = ways.place_in(mark.place) if mark else ""
        slots = ways.slots_near(found, place)
        slot = slots[0] if len(slots) == 1 else ""
        kept = await uploads.record(self._connection, self._upload(found, slot, file))
        if kept.slot:
            return Taken()
        return ChooseSlot(found, kept.key, slots, await self._turn_away(place))

    async def file_into(self, tap: FileInto) -> DeskOutcome:
        """Files that waited for their slot have one now."""
        room = await self._rooms.by_draft(tap.draft)
        if isinstance(room, Elsewhere):
            return room
        if tap.slot in room.sheet.places and room.sheet.slot(tap.slot):
            for key in {tap.key, *room.unplaced} & set(room.unplaced):
                await uploads.assign_slot(self._connection, key, tap.slot)
        return await self.look(Look("place", tap.draft, tap.slot))

    async def remind(self, *, wanted: bool) -> DeskOutcome:
        """Switch the reminders of this person."""
        member = await staff.member_of(self._connection, self.account)
        if member is not None:
            await staff.remind(self._connection, member.id, wanted=wanted)
        return await self.tasks()

    async def mark(self) -> Bookmark | None:
        """Where this person is reading in a form."""
        found = await bookmarks.bookmark_of(self._connection, self.account)
        return found if found is not None and found.place else None

    async def room(self, draft: int) -> Room | None:
        """The form, if this person serves there."""
        found = await self._rooms.by_draft(draft)
        return found if isinstance(found, Room) else None

    async def echoes(self, shown: Shown, place: str) -> Shown:
        """The same screen, to be seen by colleagues who have this place before them, too."""
        return replace(shown, changed=place, watchers=await self._watchers(shown.room, place))

    async def leave_screen(self) -> None:
        """A new message is about to show the form."""
        await bookmarks.start_moving(self._connection, self.account)

    async def _enter(self, lokus_id: int, look: Look) -> DeskOutcome:
        room = await self._rooms.of_lokus(lokus_id)
        if isinstance(room, Elsewhere):
            return room
        return await self._show(room, replace(look, draft=room.draft.id))

    async def _keep(self, room: Room, said: Fact) -> Room:
        author = Author(room.post.member.id, self._seconds())
        draft = room.draft
        try:
            if isinstance(said, Submitted):
                await send_form(self._connection, room.sheet.form, draft, author)
            else:
                await drafts.append(self._connection, draft.id, (said,), author, draft.held)
        except DraftEnded as error:
            raise StaleTurn("a colleague has just sent the form") from error
        return await self._rooms.again(room)

    async def _show(
        self, room: Room, look: Look, *, said: Fact | None = None, refused: str = ""
    ) -> Shown:
        look = ways.resolved(room, look)
        before = await self.mark()
        screen = before.screen if before else None
        place = ways.bookmarked(look)
        seen = room.sheet.touch(ways.place_in(place)).number
        today = self._house.today(room.post.lokus)
        mark = Bookmark(room.draft.id, screen, False, today, place, seen)  # noqa: FBT003 - not moving
        await bookmarks.put(self._connection, self.account, mark)
        copies = await self._copies(room, look.arg) if look.view == "files" else ()
        shown = Shown(room, look, screen, said, refused, copies)
        return await self.echoes(shown, place_of(said)) if said else shown

    async def _copies(self, room: Room, slot: str) -> tuple[Upload, ...]:
        keys = room.sheet.files.get(slot, ())
        found = [await uploads.by_key(self._connection, key) for key in keys]
        return tuple(one for one in found if one is not None)

    async def _watchers(self, room: Room, place: str) -> tuple[Seen, ...]:
        found = await bookmarks.watchers(self._connection, room.draft.id, place, self.account)
        key = self._house.keys.chats
        return tuple(Seen(one.account, open_chat(one.chat, key), one.screen) for one in found)

    async def _turn_away(self, place: str) -> int | None:
        """Something else than the place is on screen: no text typed now can answer it."""
        mark = await self.mark()
        if mark is None:
            return None
        away = replace(mark, place=ways.READING + place if place else ways.NOWHERE)
        await bookmarks.put(self._connection, self.account, away)
        return mark.screen

    def _upload(self, room: Room, slot: str, file: SentFile) -> NewUpload:
        return NewUpload(
            room.draft.id,
            room.post.member.id,
            slot,
            file.file_id,
            file.kind,
            file.name,
            file.size,
            file.caption,
            file.album,
            file.message_id,
            self._seconds(),
        )

    def _seconds(self) -> int:
        return int(self._house.clock().timestamp())


def _invited(invite: Invite) -> Invited:
    zone = ZoneInfo(invite.lokus.instansi.timezone)
    return Invited(invite, datetime.fromtimestamp(invite.lapses_at, zone).date())
