"""The conversation, without a state machine: facts in, turn out. Pure; knows nobody."""

from dataclasses import dataclass

from survey_flows.conditions import holds
from survey_flows.facts import Abandoned, Answered, Consented, Fact, Facts, Submitted, Withdrawn
from survey_flows.instrument import Field, Instrument
from survey_flows.prompts import Ask, AskConsent, Done, Prompt, Refusal, Review, Turn
from survey_flows.replies import Chose, Reopened, Reply, Sent, Stopped, Typed, WentBack

Verdict = Fact | Refusal | None
"""None: the reply says what is already true, so nothing is added and nothing is refused."""


def answers_of(form: Instrument, facts: Facts) -> dict[str, str]:
    """The answers that stand, in printed order; one whose `relevant` fails is out of view."""
    standing: dict[str, str] = {}
    for fact in facts:
        if isinstance(fact, Answered):
            standing[fact.field] = fact.value
        elif isinstance(fact, Withdrawn):
            standing.pop(fact.field, None)
    seen: dict[str, str] = {}
    for name, field in form.fields.items():
        if name in standing and holds(field.relevant, seen):
            seen[name] = standing[name]
    return seen


def next_prompt(form: Instrument, facts: Facts) -> Prompt:
    """The first thing still owed: consent, then a field, then the review; or the end."""
    return _owed(form, facts, answers_of(form, facts))


def _owed(form: Instrument, facts: Facts, answers: dict[str, str]) -> Prompt:
    ended = _outcome(facts)
    if ended is not None:
        return ended
    if not any(isinstance(fact, Consented) for fact in facts):
        return AskConsent()
    for field in form.fields.values():
        if _is_owed(field, answers):
            is_first = _field_before(form, answers, field.name) is None
            return Ask(field.name, _last_answer(facts, field.name), can_go_back=not is_first)
    return Review(answers, seen=len(facts))


def receive(form: Instrument, facts: Facts, reply: Reply) -> Turn:
    """Judge one reply against everything said before it, and say what comes next."""
    answers = answers_of(form, facts)
    scene = _Scene(form, facts, _owed(form, facts, answers), answers)
    verdict = _judge(reply, scene)
    if verdict is None:
        return Turn(prompt=scene.asked)
    if isinstance(verdict, Refusal):
        return Turn(prompt=scene.asked, refusal=verdict)
    return Turn(prompt=next_prompt(form, (*facts, verdict)), new=(verdict,))


@dataclass(frozen=True, slots=True)
class _Scene:
    """Everything a reply is judged against."""

    form: Instrument
    facts: Facts
    asked: Prompt
    answers: dict[str, str]


def _judge(reply: Reply, scene: _Scene) -> Verdict:
    if isinstance(scene.asked, Done):
        return _judge_late(reply, scene.asked)
    if isinstance(reply, Stopped):
        return Abandoned()
    if isinstance(scene.asked, AskConsent):
        return Refusal("consent.first")
    return _judge_open(reply, scene)


def _judge_late(reply: Reply, done: Done) -> Verdict:
    """What has ended stays as it is; pressing the button that ended it again is no slip."""
    match done.outcome, reply:
        case ("submitted", Sent()) | ("abandoned", Stopped()):
            return None
        case "submitted", _:
            return Refusal("closed.submitted")
        case _:
            return Refusal("closed.abandoned")


def _judge_open(reply: Reply, scene: _Scene) -> Verdict:
    match reply:
        case Chose():
            return _chose(reply, scene)
        case Typed(text):
            return _typed(text, scene)
        case WentBack(field):
            return _went_back(field, scene)
        case Reopened(field):
            return _reopened(field, scene)
        case Sent(seen):
            return _sent(seen, scene.asked)
        case _:
            raise TypeError(f"no rule for the reply {reply!r}")


def _chose(reply: Chose, scene: _Scene) -> Verdict:
    """Only the field now asked, or one that was answered before, may be answered by a tap."""
    is_asked = isinstance(scene.asked, Ask) and scene.asked.field == reply.field
    if not is_asked and not _last_answer(scene.facts, reply.field):
        return Refusal("field.not_asked")
    if reply.value not in {choice.name for choice in scene.form.choices_of(reply.field)}:
        return Refusal("choice.unknown")
    if scene.answers.get(reply.field) == reply.value:
        return None
    return Answered(reply.field, reply.value)


def _typed(text: str, scene: _Scene) -> Verdict:
    """A typed "4" works like the button; nothing else is guessed at."""
    if not isinstance(scene.asked, Ask):
        return Refusal("review.use_buttons")
    written = text.strip().rstrip(".)").casefold()
    for choice in scene.form.choices_of(scene.asked.field):
        if written in {choice.name.casefold(), choice.label.casefold(), choice.symbol} - {""}:
            return Answered(scene.asked.field, choice.name)
    return Refusal("text.not_a_choice")


def _went_back(field: str, scene: _Scene) -> Verdict:
    """Kembali of an older screen must not go back twice."""
    if not isinstance(scene.asked, Ask) or scene.asked.field != field:
        return Refusal("back.stale")
    before = _field_before(scene.form, scene.answers, field)
    return Withdrawn(before) if before else Refusal("back.stale")


def _reopened(field: str, scene: _Scene) -> Verdict:
    if field in scene.answers:
        return Withdrawn(field)
    return None if _last_answer(scene.facts, field) else Refusal("field.not_asked")


def _sent(seen: int, asked: Prompt) -> Verdict:
    """What is sent is what the review showed: an answer changed since then is shown first."""
    if not isinstance(asked, Review):
        return Refusal("review.incomplete")
    return Submitted() if seen == asked.seen else Refusal("review.moved_on")


def _outcome(facts: Facts) -> Done | None:
    for fact in reversed(facts):
        if isinstance(fact, Submitted):
            return Done("submitted")
        if isinstance(fact, Abandoned):
            return Done("abandoned")
    return None


def _is_owed(field: Field, answers: dict[str, str]) -> bool:
    is_asked = field.required and field.type != "note" and holds(field.relevant, answers)
    return is_asked and field.name not in answers


def _last_answer(facts: Facts, field: str) -> str:
    """The newest value ever given to the field, withdrawn or not; empty when there is none."""
    given = (fact for fact in reversed(facts) if isinstance(fact, Answered))
    return next((fact.value for fact in given if fact.field == field), "")


def _field_before(form: Instrument, answers: dict[str, str], field: str) -> str | None:
    names = list(form.fields)
    if field not in names:
        return None
    answered = [name for name in names[: names.index(field)] if name in answers]
    return answered[-1] if answered else None
