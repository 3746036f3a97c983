"""What would be long to tell: somebody of the staff fills everything that is still owed."""

from storage import drafts, staff
from storage.drafts import Author, Owner
from tests.chats.office import Office
from tests.engine.filling import Paper, good


async def fill_rest(office: Office, name: str, lokus: str) -> None:
    """Tidak to every question that has one; no evidence is there. Nobody's screen changes."""
    owner = Owner(office.lokus[lokus], office.period)
    async with office.database.writing() as connection:
        draft = await drafts.of_owner(connection, owner)
        assert draft
        posts = await staff.posts(connection, lokus_code=lokus)
        by = next(post.member.id for post in posts if post.member.name == name)
        form = Paper(list(draft.entries))
        while gap := form.sheet.next_owed():
            form.say(gap, good(gap, "tidak"), by)
        new = tuple(one.fact for one in form.entries[len(draft.entries) :])
        author = Author(by, int(office.clock.seconds()))
        await drafts.append(connection, draft.id, new, author, after=draft.held)
