"""From how a turn ended to what is said about it."""

from collections.abc import Mapping
from html import escape

from bot import rights_screens, screens, wording
from bot.outcomes import (
    AlreadyAnswered,
    Closed,
    Ended,
    Gone,
    LinkProblem,
    NotOpenYet,
    Outcome,
    OwnInstansi,
    Placed,
    RefusedLink,
    Scene,
    Welcome,
)
from bot.screens import Screen
from bot.speech import Said
from survey_flows.instrument import Instrument
from survey_flows.prompts import Ask, Done, Review

_LINK_TEXTS: Mapping[LinkProblem, str] = {
    "bad": wording.BAD_LINK,
    "wrong_form": wording.WRONG_FORM,
    "unknown_place": wording.UNKNOWN_PLACE,
    "expired": wording.EXPIRED_LINK,
    "early": wording.EARLY_LINK,
    "ticket_expired": wording.EXPIRED_TICKET,
    "ticket_used": wording.USED_TICKET,
    "ticket_void": wording.VOID_TICKET,
}


class Answers:
    """Knows the address for complaints and the form; everything else is in the outcome."""

    def __init__(self, form: Instrument, complaint_url: str) -> None:
        self._form = form
        self._complaint_url = complaint_url

    def say(self, outcome: Outcome, *, at_bottom: bool = False, note: str = "") -> Said:
        """The screen for an outcome; `note` is a line above it, HTML."""
        if isinstance(outcome, Scene):
            return self._scene(outcome, note, at_bottom=at_bottom)
        if isinstance(outcome, Gone):
            return self._gone(outcome, at_bottom=at_bottom)
        if isinstance(outcome, Ended):
            screen = rights_screens.ended(outcome.lokus.name, outcome.how)
            return Said(screen, at_bottom=at_bottom)
        return Said(self._place(outcome), at_bottom=at_bottom)

    def consent(self, outcome: Outcome) -> Said:
        """After "ya, benar": the consent screen, unless something else has happened since."""
        if isinstance(outcome, Welcome):
            return Said(screens.consent(self._form, outcome.lokus.name, outcome.payload))
        return self.say(outcome)

    def later(self, outcome: Outcome) -> Said:
        """After "jawab nanti"."""
        if isinstance(outcome, Welcome):
            return Said(screens.later(outcome.until, outcome.payload))
        return self.say(outcome)

    def stop(self, outcome: Outcome) -> Said:
        """After /batal: ask once."""
        if isinstance(outcome, Scene):
            screen = screens.ask_stop(outcome.lokus.name, outcome.key)
            return Said(screen, at_bottom=True)
        return Said(Screen(wording.NOTHING_TO_STOP), at_bottom=True)

    def _scene(self, scene: Scene, note: str, *, at_bottom: bool) -> Said:
        turn = scene.turn
        refusal = wording.REFUSALS[turn.refusal.code] if turn.refusal else ""
        is_open = not isinstance(turn.prompt, Done)
        is_asked = isinstance(turn.prompt, Ask)  # the review shows every answer itself
        last = screens.said_line(scene.form, scene.last) if is_asked else ""
        shown = self._prompt(scene).noting(last).noting(note or refusal)
        return Said(shown, refusal, at_bottom, was_on=scene.screen, holds_place=is_open)

    def _prompt(self, scene: Scene) -> Screen:
        match scene.turn.prompt:
            case Ask() as prompt:
                return screens.ask(scene.form, scene.key, scene.lokus.name, prompt)
            case Review() as prompt:
                return screens.review(scene.form, scene.key, scene.lokus.name, prompt)
            case Done("submitted"):
                return screens.done(scene.lokus.name, scene.receipt, self._complaint_url)
            case _:
                return Screen(wording.ABANDONED)

    def _gone(self, gone: Gone, *, at_bottom: bool) -> Said:
        """Somebody else's message is never touched: a toast is all the sender gets."""
        if at_bottom:
            return Said(Screen(wording.NOTHING_OPEN), at_bottom=True)
        return Said(toast=wording.NOT_YOURS if gone.is_foreign else wording.OLD_BUTTON)

    def again(self, outcome: Outcome, key: str) -> Said:
        """After "jawab ulang": the consent screen, where that can still be done."""
        if isinstance(outcome, AlreadyAnswered) and not outcome.is_final:
            return Said(rights_screens.consent_again(self._form, outcome.lokus.name, key))
        return self.say(outcome)

    def _place(self, outcome: Placed) -> Screen:
        match outcome:
            case Welcome(lokus, _, payload, _):
                return screens.confirm_lokus(lokus.name, lokus.instansi.name, payload)
            case AlreadyAnswered():
                return rights_screens.already(outcome, self._complaint_url)
            case NotOpenYet(lokus, period):
                day = screens.day_text(period.first_day)
                return Screen(wording.NOT_YET.format(lokus=escape(lokus.name), first_day=day))
            case Closed(lokus, period):
                day = screens.day_text(period.closed_on or period.last_day)
                text = wording.PERIOD_CLOSED.format(lokus=escape(lokus.name), last_day=day)
                return Screen(text, screens.complain(self._complaint_url))
            case OwnInstansi(lokus):
                instansi = escape(lokus.instansi.name)
                return Screen(wording.OWN_INSTANSI.format(instansi=instansi))
            case RefusedLink(reason):
                return Screen(_LINK_TEXTS[reason])
