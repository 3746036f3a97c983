"""What `loket export push` does not send, and how an answer is judged."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from admin_cli.pushing.judging import outcome, said
from admin_cli.pushing.post import Answer
from storage.push_standing import LATEST, LIMIT, due_at, is_due, state
from storage.pushes import Asked, Attempt, Outcome, Push, Receipt
from tests.admin_cli.bundles import WEEK, exported
from tests.admin_cli.conftest import MONDAY, Desk
from tests.scoring.receiving import SECRET

ID = "a" * 64
HTTPS = "https://skor.example/pekppp"


@pytest.fixture
def bundle(quiet: Desk) -> Path:
    quiet.monkeypatch.setenv("LOKET_SCORING_SECRET", SECRET)
    return exported(quiet, WEEK)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "LOKET_SCORING_URL is not set"),
        ("http://skor.example/pekppp", "spoken to without encryption: use https, or say --allow"),
        ("http://localhost.example/", "without encryption"),
        ("https://hush:password@skor.example/", "must hold no name and password"),
        ("ftp://skor.example/", "that is no address"),
        ("skor.example", "that is no address"),
    ],
)
def test_an_address_that_will_not_do_is_refused(
    url: str, said: str, quiet: Desk, bundle: Path
) -> None:
    found = quiet.refused("export", "push", bundle, "--url", url)
    assert said in found
    assert "hush" not in found
    assert quiet.json("export", "history")["pushes"] == []


@pytest.mark.parametrize(
    "url", [HTTPS, "http://localhost:9/", "http://[::1]:9/", "http://127.1.1.1/"]
)
def test_an_address_that_will_do_is_taken(url: str, quiet: Desk, bundle: Path) -> None:
    plan = quiet.json("export", "push", bundle, "--url", url, "--dry-run")
    assert (plan["url"], plan["bytes"]) == (url, bundle.stat().st_size)
    assert quiet.json("export", "history")["pushes"] == [], "a dry run leaves no trace"


def test_plain_http_is_spoken_where_that_is_said(quiet: Desk, bundle: Path) -> None:
    words = ("export", "push", bundle, "--url", "http://skor.lan/", "--dry-run", "--allow-http")
    assert quiet.json(*words)["url"] == "http://skor.lan/"


@pytest.mark.parametrize("secret", ["", "hush", "whsec_hush", "whsec_aHVzaA=="])
def test_a_secret_that_is_none_is_not_quoted(secret: str, quiet: Desk, bundle: Path) -> None:
    quiet.monkeypatch.setenv("LOKET_SCORING_SECRET", secret)
    said = quiet.refused("export", "push", bundle, "--url", HTTPS)
    assert "LOKET_SCORING_SECRET is not" in said
    assert "openssl rand -base64 32" in said
    assert "hush" not in said
    assert "aHVzaA" not in said


def test_a_bundle_that_was_changed_is_not_sent(quiet: Desk, bundle: Path) -> None:
    bundle.write_bytes(bundle.read_bytes().replace(b"Dukcapil", b"dukcapil"))
    said = quiet.refused("export", "push", bundle, "--url", HTTPS)
    assert "is not sound" in said
    assert "data/lokus.csv was changed" in said


def test_a_provisional_bundle_is_not_sent(quiet: Desk, bundle: Path) -> None:
    running = exported(quiet)
    said = quiet.refused("export", "push", running, "--url", HTTPS)
    assert said.endswith("export it again when 2026-W48 is over [bundle.provisional]")
    plan = quiet.json("export", "push", "--last", "--url", HTTPS, "--dry-run")
    assert plan["week"] == WEEK


def test_without_any_bundle_there_is_nothing_to_push(quiet: Desk) -> None:
    assert "run `loket export week --last`" in quiet.refused("export", "push", "--last")
    assert "one of them" in quiet.refused("export", "push")
    assert "one of them" in quiet.refused("export", "push", "--last", "--pending")
    assert quiet("export", "history").stderr.startswith("nothing was exported yet")


def test_history_tells_what_was_made_and_of_which_week(quiet: Desk, bundle: Path) -> None:
    quiet.at(MONDAY + timedelta(hours=1))
    exported(quiet)
    found = quiet.json("export", "history")["bundles"]
    assert [(one["week"], one["complete"]) for one in found] == [(WEEK, True), ("2026-W48", False)]
    assert [one["made_at"] for one in found] == [
        "2026-11-23T02:00:00+00:00",
        "2026-11-23T03:00:00+00:00",
    ]
    assert len(quiet.json("export", "history", "--week", WEEK)["bundles"]) == 1
    shown = quiet.done("export", "history")
    assert "2026-11-23 10:00:00" in shown
    assert "provisional" in shown


@pytest.mark.parametrize(
    ("status", "body", "wanted"),
    [
        (200, b"", "delivered"),
        (202, b"<html>", "delivered"),
        (409, json.dumps({"manifest_sha256": ID}).encode(), "delivered"),
        (409, json.dumps({"manifest_sha256": "b" * 64}).encode(), "refused"),
        (409, b'["a"]', "refused"),
        (409, b"\xff{", "refused"),
        (302, b"", "refused"),
        (400, b"", "refused"),
        (401, b"", "refused"),
        (413, b"", "refused"),
        (408, b"", "failed"),
        (425, b"", "failed"),
        (429, b"", "failed"),
        (500, b"", "failed"),
        (503, b"", "failed"),
    ],
)
def test_an_answer_is_final_or_it_is_not(status: int, body: bytes, wanted: Outcome) -> None:
    assert outcome(Answer(status, body), ID) == wanted


def test_the_words_of_a_receiver_cannot_harm_a_terminal() -> None:
    assert (
        said(Answer(400, b"no\n\x1b[31m\xff" + b"x" * 999)) == ("no [31m\ufffd" + "x" * 999)[:300]
    )


def test_pauses_grow_to_half_a_day_and_end_after_seven() -> None:
    asked = Asked("f.zip", WEEK, ID, HTTPS, 0)
    failed = Receipt("failed", 0, "")
    now, tries = 0, 0
    push = Push(1, asked, ())
    while state(push, now) == "pending":
        assert is_due(push, now)
        tries += 1
        push = Push(1, asked, (*push.attempts, Attempt(now, failed)))
        pause, now = due_at(push) - now, due_at(push)
        assert 60 <= pause <= LATEST
    assert now >= LIMIT
    assert 20 < tries < 40
    assert state(push, now) == "given_up"


def test_an_attempt_that_was_cut_off_says_nothing_of_what_arrived() -> None:
    asked = Asked("f.zip", WEEK, ID, HTTPS, 0)
    refused, delivered = Receipt("refused", 1, ""), Receipt("delivered", 1, "")
    assert state(Push(1, asked, (Attempt(1, None),)), 2) == "pending"
    assert state(Push(1, asked, (Attempt(1, refused),)), 2) == "refused"
    assert state(Push(1, asked, (Attempt(1, refused), Attempt(2, None))), 2) == "pending"
    assert state(Push(1, asked, (Attempt(1, delivered), Attempt(2, refused))), 2) == "delivered"
