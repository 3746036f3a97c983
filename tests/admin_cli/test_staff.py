"""`loket staff`: a link for one person, a code that was heard, a list, an end at once."""

import subprocess
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from admin_cli import qr_code, setting_up, staff
from storage import staff as people
from storage.database import Connection
from storage.staff import Invite
from survey_flows.invitations import code_text, token_of
from tests.admin_cli.conftest import MONDAY, Desk, furnish

NOW = int(MONDAY.timestamp())
SARI, BUDI = "a" * 32, "b" * 32
INVITE = ("staff", "invite", "--lokus", "pkm", "--role", "petugas", "--name", "Sari Dewi")
COUNTER = {"lokus": "pkm", "role": "petugas", "name": "Sari Dewi"}


@pytest.fixture(autouse=True)
def bot_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_BOT_USERNAME", "suaraloket_demo_bot")


def invited(desk: Desk, *words: str) -> str:
    """The link of a new invitation."""
    return str(desk.json(*INVITE, *words)["link"])


def open_link(desk: Desk, link: str, account: str = SARI, now: int = NOW) -> str:
    """What the bot does when somebody opens the link; the code it shows, or why there is none."""
    (payload,) = parse_qs(urlsplit(link).query)["start"]
    said: list[Invite | people.InviteProblem] = []

    async def work(connection: Connection) -> None:
        said.append(await people.claim(connection, token_of(payload) or "", account, b"c", now))

    desk.store(work)
    return said[0].code if isinstance(said[0], Invite) else said[0]


def joined(desk: Desk, account: str = SARI, *words: str) -> None:
    desk.done("staff", "confirm", open_link(desk, invited(desk, *words), account), "--yes")


def listed(desk: Desk, *words: str) -> list[tuple[int, str, str]]:
    """Number, name and state of every line."""
    lines = desk.json("staff", "list", *words)["staff"]
    return [(one["number"], one["name"], one["state"]) for one in lines]


def test_an_invitation_is_a_link_that_is_explained(quiet: Desk) -> None:
    said = quiet(*INVITE)
    assert said.exit_code == 0
    assert said.stdout.startswith("https://t.me/suaraloket_demo_bot?start=u-")
    assert said.stdout.count("\n") == 1
    assert said.stderr == (
        "for Sari Dewi alone, petugas at pkm; works once, until 2026-11-25 11:00\n"
        "next: the person opens it, is shown a code of six digits and tells you the code by phone\n"
        "or face to face; then run `loket staff confirm CODE`\n"
    )


def test_the_json_of_an_invitation_has_the_link(quiet: Desk) -> None:
    made = quiet.json(*INVITE)
    assert made.pop("link").startswith("https://t.me/suaraloket_demo_bot?start=u-")
    at = "2026-11-25T11:00:00+09:00"
    assert made == COUNTER | {"number": 1, "state": "waiting", "at": at, "file": None}


def test_the_link_is_stored_and_logged_nowhere(quiet: Desk) -> None:
    token = invited(quiet).partition("start=u-")[2]
    open_link(quiet, f"https://t.me/x?start=u-{token}")
    files = [path for path in quiet.folder.rglob("*") if path.is_file()]
    assert any(SARI.encode() in path.read_bytes() for path in files)
    assert [path for path in files if token.encode() in path.read_bytes()] == []


def test_a_picture_of_the_link_is_for_the_admin_alone(quiet: Desk) -> None:
    Path("sari.png").write_text("older, and for everybody")
    Path("sari.png").chmod(0o644)
    made = quiet.json(*INVITE, "--out", "sari.png")
    scanned = subprocess.run(
        ["zbarimg", "--quiet", "--raw", made["file"]], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert scanned == made["link"]
    assert Path("sari.png").stat().st_mode & 0o777 == 0o600
    plain = quiet.done(*INVITE, "--out", "budi.png")
    assert plain.startswith("budi.png\thttps://t.me/")


def test_a_picture_that_cannot_be_drawn_leaves_no_invitation(quiet: Desk) -> None:
    assert quiet.refused(*INVITE, "--out", "no/folder.png").endswith("[file]")
    assert listed(quiet) == []


def test_at_a_terminal_the_code_can_be_scanned_from_the_screen(
    quiet: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(qr_code, "can_echo_code", lambda: True)
    said = quiet.done(*INVITE)
    link, *rows = said.splitlines()
    assert link.startswith("https://t.me/")
    assert len(rows) > 15
    assert set("".join(rows)) <= set("\xa0 ▀▄█")


def test_a_person_is_let_in_by_the_code_they_read_out(quiet: Desk) -> None:
    code = open_link(quiet, invited(quiet))
    said = quiet("staff", "confirm", code_text(code), "--yes")
    assert said.exit_code == 0
    assert said.stderr == (
        'Sari Dewi as petugas of Puskesmas "Melati", Timur (pkm)\n'
        f"the link was opened 2026-11-23 11:00; the code is {code_text(code)}\n"
        "Sari Dewi now serves pkm as petugas; the bot says so\n"
    )
    assert listed(quiet) == [(1, "Sari Dewi", "serves")]


def test_the_json_of_a_confirmation_is_the_post(quiet: Desk) -> None:
    code = open_link(quiet, invited(quiet))
    at = "2026-11-23T11:00:00+09:00"
    post = COUNTER | {"number": 1, "state": "serves", "at": at}
    assert quiet.json("staff", "confirm", code, "--yes") == post


@pytest.mark.parametrize(("answer", "is_let_in"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_at_a_terminal_the_admin_is_asked_and_no_is_the_default(
    answer: str, is_let_in: bool, quiet: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff, "is_terminal", lambda: True)
    code = open_link(quiet, invited(quiet))
    said = quiet("staff", "confirm", code, typed=answer)
    assert "Did Sari Dewi tell you this code by phone or face to face? [y/N]" in said.stderr
    assert said.exit_code == (0 if is_let_in else 1)
    assert ("nothing was changed" in said.stderr) != is_let_in
    assert listed(quiet) == [(1, "Sari Dewi", "serves" if is_let_in else "claimed")]


def test_without_a_terminal_somebody_must_have_said_yes(quiet: Desk) -> None:
    assert not setting_up.is_terminal()
    said = quiet("staff", "confirm", open_link(quiet, invited(quiet)))
    assert said.exit_code == 2
    assert "say --yes if you heard the code from the person" in said.stderr
    assert listed(quiet) == [(1, "Sari Dewi", "claimed")]


def test_an_account_that_goes_by_another_name_is_noted(quiet: Desk) -> None:
    joined(quiet)
    code = open_link(quiet, invited(quiet, "--lokus", "kel", "--name", "Budi"))
    said = quiet("staff", "confirm", code, "--yes").stderr
    assert "note: this Telegram account is known as Sari Dewi, and keeps that name" in said
    assert listed(quiet, "--lokus", "kel") == [(2, "Sari Dewi", "serves")]


def test_a_code_works_once(quiet: Desk) -> None:
    code = open_link(quiet, invited(quiet))
    quiet.done("staff", "confirm", code, "--yes")
    assert quiet.refused("staff", "confirm", code, "--yes") == (
        "error: the invitation of Sari Dewi was confirmed already: see `loket staff list` "
        "[invite.settled]"
    )


def test_a_code_that_came_too_late_needs_a_new_link(quiet: Desk) -> None:
    code = open_link(quiet, invited(quiet))
    quiet.at(MONDAY + timedelta(hours=48))
    said = quiet.refused("staff", "confirm", code, "--yes")
    assert "make a new link with `loket staff invite` [invite.expired]" in said
    assert listed(quiet) == [(1, "Sari Dewi", "expired")]


def test_the_list_never_shows_a_code_nor_an_account(quiet: Desk) -> None:
    code = open_link(quiet, invited(quiet))
    said = quiet.done("staff", "list") + quiet.done("staff", "list", "--json")
    assert "Sari Dewi" in said
    assert code not in said
    assert SARI not in said


def test_the_list_shows_posts_and_open_invitations(quiet: Desk) -> None:
    joined(quiet)
    joined(quiet, BUDI, "--name", "Budi", "--lokus", "kel", "--role", "penanggung_jawab")
    invited(quiet, "--name", "Dewi")
    quiet.done("staff", "revoke", "2")
    assert listed(quiet) == [(1, "Sari Dewi", "serves"), (3, "Dewi", "waiting")]
    everybody = [(1, "Sari Dewi", "serves"), (2, "Budi", "revoked"), (3, "Dewi", "waiting")]
    assert listed(quiet, "--all") == everybody
    assert listed(quiet, "--all", "--lokus", "kel") == [(2, "Budi", "revoked")]
    shown = quiet.done("staff", "list", "--all")
    assert "since 2026-11-23 11:00" in shown
    assert "until 2026-11-25 11:00" in shown
    assert "since 2026-11-23 09:00" in shown


def test_an_empty_list_says_what_to_do(quiet: Desk) -> None:
    assert "loket staff invite --lokus CODE" in quiet("staff", "list").stderr


def test_a_post_ends_at_once_and_again_is_no_harm(quiet: Desk) -> None:
    joined(quiet)
    said = quiet("staff", "revoke", "1")
    assert said.stderr == "Sari Dewi no longer serves pkm, from this moment on\n"
    again = quiet("staff", "revoke", "1")
    assert again.stderr == "Sari Dewi was revoked 2026-11-23 11:00: nothing was changed\n"
    assert (said.exit_code, again.exit_code) == (0, 0)
    assert listed(quiet) == []


def test_an_invitation_is_cancelled_before_and_after_the_link_was_opened(quiet: Desk) -> None:
    link, opened = invited(quiet), invited(quiet)
    code = open_link(quiet, opened)
    for number in ("1", "2"):
        said = quiet("staff", "revoke", number).stderr
        assert said == "the invitation of Sari Dewi for pkm is cancelled: its link is dead\n"
    assert open_link(quiet, link) == "revoked"
    assert quiet.refused("staff", "confirm", code, "--yes").endswith("[invite.settled]")
    assert quiet.json("staff", "revoke", "1")["changed"] is False


def test_a_person_is_revoked_by_name_too(quiet: Desk) -> None:
    joined(quiet)
    joined(quiet, SARI, "--lokus", "kel")
    words = ("staff", "revoke", "--name", " sari dewi ", "--lokus", "kel")
    revoked = quiet.json(*words)
    assert (revoked["number"], revoked["state"], revoked["changed"]) == (2, "revoked", True)
    assert quiet.json(*words)["changed"] is False
    assert listed(quiet) == [(1, "Sari Dewi", "serves")]


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        ((), "say whom: the NUMBER of `loket staff list`, or --name NAME --lokus CODE"),
        (("1", "--name", "Sari Dewi", "--lokus", "pkm"), "say whom"),
        (("--name", "Sari Dewi"), "say whom"),
        (("1", "--lokus", "pkm"), "say whom"),
        (("99",), "no invitation and no post has the number 99: see `loket staff list --all`"),
        (("--name", "Budi", "--lokus", "pkm"), "known: Sari Dewi"),
        (("--name", "Budi", "--lokus", "kel"), "known: nobody"),
        (("--name", "Sari Dewi", "--lokus", "pkm"), "say which by number (1, 2)"),
        (("--name", "Sari Dewi", "--lokus", "no"), "known: dukcapil, kel, pkm"),
    ],
)
def test_revoking_names_exactly_one(words: tuple[str, ...], cure: str, quiet: Desk) -> None:
    invited(quiet)
    joined(quiet)
    assert cure in quiet.refused("staff", "revoke", *words)
    assert len(listed(quiet)) == 2


@pytest.mark.parametrize(
    ("words", "cure"),
    [
        (("--lokus", "no"), "known: dukcapil, kel, pkm"),
        (("--lokus", "../x"), "[code.bad]"),
        (("--role", "admin"), "'petugas', 'penanggung_jawab'"),
        (("--name", " "), "[name.bad]"),
        (("--name", "x" * 101), "1 to 100 characters"),
        (("--name", "Sari\tDewi"), "no control characters"),
        (("--bot", "!"), "LOKET_BOT_USERNAME"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(
    words: tuple[str, ...], cure: str, quiet: Desk
) -> None:
    assert cure in quiet.refused(*INVITE, *words)
    assert listed(quiet) == []


def test_an_older_server_is_told_to_make_the_missing_key(quiet: Desk) -> None:
    (quiet.folder / "keys" / "chats.key").unlink()
    assert "chats.key" in quiet.refused(*INVITE)
    assert "loket init" in quiet.refused(*INVITE)
    assert quiet.json("init")["keys"]["made"] == ["chats.key"]
    assert invited(quiet)


def test_a_guessed_code_confirms_nobody(quiet: Desk) -> None:
    invited(quiet)
    assert quiet.refused("staff", "confirm", "000000", "--yes") == (
        "error: no invitation has the code '000000': let the person read it out again "
        "[invite.unknown]"
    )


def test_the_whole_way_is_the_same_on_both_databases(on_both: Desk) -> None:
    furnish(on_both)
    joined(on_both)
    assert listed(on_both) == [(1, "Sari Dewi", "serves")]
    joined(on_both, SARI, "--role", "penanggung_jawab")
    assert listed(on_both) == [(2, "Sari Dewi", "serves")]
    assert on_both.json("staff", "revoke", "2")["state"] == "revoked"
    everybody = [(1, "Sari Dewi", "revoked"), (2, "Sari Dewi", "revoked")]
    assert listed(on_both, "--all") == everybody
