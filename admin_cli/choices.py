"""What `loket init` sets up: from the environment, or asked for at a terminal."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from admin_cli.asking import asked, token_and_name, until_fine
from admin_cli.codes import INDONESIAN, zone_of
from admin_cli.env_file import ENTRIES

if TYPE_CHECKING:
    from bot.settings import Settings

_SECRET = {
    "LOKET_BOT_TOKEN",
    "LOKET_DATABASE_URL",
    "LOKET_EVIDENCE_SECRET_KEY",
    "LOKET_SCORING_SECRET",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """`token` and a `typed` URL were given at the terminal, to be written down."""

    database_url: str
    keys_dir: Path
    evidence_url: str
    timezone: str
    bot_username: str
    token: str = ""
    is_typed: bool = False

    @property
    def shown_database(self) -> str:
        """Without its password."""
        from storage.reach import at_rest

        return at_rest(self.database_url, password=False)

    @property
    def has_hidden_password(self) -> bool:
        """Whether the URL has a password that is not ours to write down."""
        from storage.reach import has_password

        return not self.is_typed and has_password(self.database_url)


def choices(settings: "Settings", *, ask: bool) -> Choices:
    """What the settings say, or what was answered."""
    said = Choices(
        settings.database_url.get_secret_value(),
        settings.keys_dir,
        settings.evidence_url,
        settings.timezone,
        settings.bot_username,
    )
    return _asked(said, settings) if ask else said


def chosen_entries(chosen: Choices, environment: Mapping[str, str]) -> dict[str, str]:
    """The lines of `.env` that are set; nothing secret from the environment is among them."""
    from storage.reach import at_rest

    names = (entry.name for entry in ENTRIES if entry.name not in _SECRET)
    kept = {name: environment[name] for name in names if environment.get(name)}
    made = {
        "LOKET_KEYS_DIR": str(chosen.keys_dir.absolute()),
        "LOKET_EVIDENCE_URL": _at_rest(chosen.evidence_url),
        "LOKET_TIMEZONE": chosen.timezone,
        "LOKET_BOT_USERNAME": chosen.bot_username,
        "LOKET_BOT_TOKEN": chosen.token,
    }
    if "LOKET_DATABASE_URL_FILE" not in kept:
        made["LOKET_DATABASE_URL"] = at_rest(chosen.database_url, password=chosen.is_typed)
    return kept | made


def _at_rest(evidence_url: str) -> str:
    """A folder from the root: a bot started elsewhere must not begin a second one."""
    from storage.evidence_store.opening import read_evidence_url

    place = read_evidence_url(evidence_url)
    return str(place.absolute()) if isinstance(place, Path) else evidence_url


def _asked(said: Choices, settings: "Settings") -> Choices:
    token, found = token_and_name(settings)
    bot_username = found or asked("Name of the bot, without @ (Enter: later)")
    shown = said.shown_database
    url = until_fine(lambda: _url(shown)) or shown
    is_typed = url != shown
    return replace(
        said,
        token=token,
        bot_username=bot_username.removeprefix("@"),
        database_url=url if is_typed else said.database_url,
        is_typed=is_typed,
        keys_dir=Path(asked("Folder for the keys", str(said.keys_dir))),
        timezone=until_fine(lambda: _zone(said.timezone)) or said.timezone,
    )


def _url(shown: str) -> str:
    from storage.database import read_url

    answer = asked("Database", shown)
    read_url(answer)
    return answer


def _zone(usual: str) -> str:
    answer = asked("Time zone: WIB, WITA, WIT or an IANA name", usual)
    return zone_of(INDONESIAN.get(answer.upper(), answer))
