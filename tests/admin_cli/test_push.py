"""`loket export push` against a receiver in a process of its own."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from admin_cli.pushing import rounds
from admin_cli.pushing.carrying import Pace
from admin_cli.pushing.webhook import signature
from tests.admin_cli.bundles import SENT, WEEK, exported
from tests.admin_cli.conftest import MONDAY, Desk
from tests.scoring.receiving import SECRET, Post, receiver

YEARS = 10**9  # the command's clock stands still, the receiver's does not


@pytest.fixture
def post(quiet: Desk, tmp_path: Path) -> Iterator[Post]:
    """A receiver that knows the server's key, and a server that knows the receiver."""
    quiet.receives(SENT)
    key = tmp_path / "loket.pub.pem"
    key.write_text(quiet.done("export", "key"))
    with receiver(tmp_path / "received", key, tolerance=YEARS) as post:
        quiet.monkeypatch.setenv("LOKET_SCORING_URL", post.url)
        quiet.monkeypatch.setenv("LOKET_SCORING_SECRET", SECRET)
        quiet.monkeypatch.setattr(rounds, "PACE", Pace(first_wait=0, longest_wait=0, patience=2))
        yield post


@pytest.fixture
def bundle(quiet: Desk) -> Path:
    return exported(quiet, WEEK)


def failed(desk: Desk, *words: str | Path) -> Any:  # noqa: ANN401 - a JSON document
    """The pushes of a command that says 1."""
    result = desk("export", "push", *words, "--json")
    assert result.exit_code == 1, result.output
    return json.loads(result.stdout)["pushes"]


def attempts(desk: Desk) -> list[tuple[str | None, int | None]]:
    """Outcome and status of every attempt there ever was."""
    found = desk.json("export", "history")["pushes"]
    return [(one["outcome"], one["status"]) for push in found for one in push["attempts"]]


def test_a_bundle_arrives_as_it_is_and_once(quiet: Desk, post: Post, bundle: Path) -> None:
    (one,) = quiet.json("export", "push", bundle)["pushes"]
    assert (one["state"], one["attempts"], one["status"]) == ("delivered", 1, 200)
    message = one["manifest_sha256"]
    assert post.bookings == [message]
    assert post.held(message) == bundle.read_bytes()
    quiet.done("export", "push", "--last")
    assert len(post.answers) == 1, "what is there is not sent again"
    quiet.done("export", "push", bundle, "--again")
    assert [status for _, status, _ in post.answers] == [200, 409]
    assert post.bookings == [message]


@pytest.mark.parametrize("fault", ["silence-after", "drop-after", "500-after"])
def test_a_lost_reply_books_nothing_twice(
    fault: str, quiet: Desk, post: Post, bundle: Path
) -> None:
    post.fails({"*": [fault]})
    (one,) = quiet.json("export", "push", bundle)["pushes"]
    assert (one["state"], one["attempts"], one["status"]) == ("delivered", 2, 409)
    assert len(post.bookings) == 1


@pytest.mark.parametrize("fault", ["500", "503", "429", "drop"])
def test_what_fails_for_now_is_tried_again(
    fault: str, quiet: Desk, post: Post, bundle: Path
) -> None:
    post.fails({"*": [fault, fault]})
    quiet.done("export", "push", bundle)
    assert [outcome for outcome, _ in attempts(quiet)] == ["failed", "failed", "delivered"]
    assert len(post.bookings) == 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [("401", "told to fail"), ("302", "told to fail"), ("nonsense-conflict", '["no')],
)
def test_a_final_no_is_told_in_the_receivers_words(
    fault: str, said: str, quiet: Desk, post: Post, bundle: Path
) -> None:
    post.fails({"*": [fault]})
    result = quiet("export", "push", bundle)
    assert result.exit_code == 1
    assert said in result.stdout
    assert "the receiver does not want it" in result.stderr
    quiet.at(MONDAY + timedelta(days=2))
    assert quiet.json("export", "push", "--pending") == {"pushes": []}
    assert len(post.answers) == 1
    quiet.done("export", "push", bundle)  # mended, and pushed again by hand
    assert attempts(quiet)[-1][0] == "delivered"


@pytest.mark.parametrize("fault", ["slow", "nonsense"])
def test_an_odd_yes_is_a_yes(fault: str, quiet: Desk, post: Post, bundle: Path) -> None:
    post.fails({"*": [fault]})
    (one,) = quiet.json("export", "push", bundle)["pushes"]
    assert attempts(quiet) == [("delivered", 200)]
    assert len(one["said"]) > 0


def test_what_failed_is_resumed_when_it_is_due(quiet: Desk, post: Post, bundle: Path) -> None:
    post.fails({"*": ["500"] * 4})
    (one,) = failed(quiet, bundle)
    assert (one["state"], one["attempts"]) == ("pending", 3)
    assert quiet.json("export", "push", "--pending") == {"pushes": []}, "not due yet"
    quiet.at(MONDAY + timedelta(minutes=2))
    assert len(quiet.json("export", "push", "--pending", "--dry-run")["pushes"]) == 1
    (one,) = quiet.json("export", "push", "--pending")["pushes"]
    assert (one["state"], one["attempts"]) == ("delivered", 5)
    assert len(post.bookings) == 1


def test_after_seven_days_it_is_given_up(quiet: Desk, post: Post, bundle: Path) -> None:
    post.fails({"*": ["503"] * 4})
    failed(quiet, bundle)
    quiet.at(MONDAY + timedelta(days=7))
    assert quiet.json("export", "push", "--pending") == {"pushes": []}
    (push,) = quiet.json("export", "history")["pushes"]
    assert (push["state"], push["next_try_at"]) == ("given_up", None)
    assert failed(quiet, bundle, "--tries", "1")[0]["state"] == "given_up"


def test_a_file_that_changed_meanwhile_is_not_sent_in_its_place(
    quiet: Desk, post: Post, bundle: Path
) -> None:
    post.fails({"*": ["503"] * 3})
    failed(quiet, bundle)
    quiet.done("lokus", "add", "baru", "Lokus baru", "--instansi", "timur")
    assert exported(quiet, WEEK) == bundle
    quiet.at(MONDAY + timedelta(days=1))
    (one,) = failed(quiet, "--pending")
    assert "is another bundle by now" in one["said"]
    bundle.unlink()
    (one,) = failed(quiet, "--pending")
    assert "is not there any more" in one["said"]
    assert post.bookings == []


def test_a_receiver_that_is_not_there_is_no_answer(quiet: Desk, post: Post, bundle: Path) -> None:
    (one,) = failed(quiet, bundle, "--url", "http://127.0.0.1:9/?token=hush", "--tries", "1")
    assert one["said"].startswith("no answer: ")
    assert one["url"] == "http://127.0.0.1:9/"
    said = quiet.done("export", "history", "--json")
    assert "hush" not in said
    assert SECRET not in said


def test_the_signature_is_that_of_standard_webhooks() -> None:
    secret = bytes.fromhex("31f290f6bf06298aab4f08d43c3f082cf648a362da2da4b0")
    named = ("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330)
    found = signature(secret, *named, [b'{"test": ', b"2432232314}"])
    assert found == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
