import pytest

from bot.simulator.people import Person
from bot.simulator.rendering import render
from bot.simulator.world import World
from tests.simulator.conftest import SITI
from tests.simulator.steps import Json, ok, refusal

NEW_TAB = 'target="_blank" rel="noopener noreferrer"'


async def _sent(world: World, text: str, **params: object) -> Json:
    world.person(SITI).say("/mulai")
    given = {"parse_mode": "HTML", **params}
    message: Json = await ok(world, "sendMessage", chat_id=SITI, text=text, **given)
    return message


def _entity(kind: str, offset: int, length: int, **more: str) -> Json:
    return {"type": kind, "offset": offset, "length": length, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b>", "a", [_entity("bold", 0, 1)]),
        ("<STRONG>a</STRONG>", "a", [_entity("bold", 0, 1)]),
        ("a<b>b<i>c</i></b>", "abc", [_entity("bold", 1, 2), _entity("italic", 2, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [_entity("underline", 0, 1), _entity("underline", 1, 1)]),
        ("<s>a</s>", "a", [_entity("strikethrough", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [_entity("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [_entity("spoiler", 0, 1)]),
        (
            '<a href="https://lapor.go.id/?a=1&amp;b=2">x</a>',
            "x",
            [_entity("text_link", 0, 1, url="https://lapor.go.id/?a=1&b=2")],
        ),
        ("<a href='nonsense'>x</a>", "x", []),
        (
            '<pre><code class="language-py">x</code></pre>',
            "x",
            [_entity("pre", 0, 1, language="py")],
        ),
        ("<blockquote expandable>x</blockquote>", "x", [_entity("expandable_blockquote", 0, 1)]),
        ("&lt;b&gt; &amp; &quot;&#33;&nbsp;", '<b> & "!&nbsp;', []),
        ("  <b> a </b>  ", "a", [_entity("bold", 0, 1)]),
        ("😀<b>a</b>", "😀a", [_entity("bold", 2, 1)]),
        ("<b></b>a", "a", []),
        ("/bantu lihat https://a.id.", "/bantu lihat https://a.id.", None),
    ],
)
async def test_html_becomes_text_and_entities(
    world: World, source: str, text: str, entities: list[Json] | None
) -> None:
    message = await _sent(world, source)
    assert message["text"] == text
    if entities is not None:
        assert message.get("entities", []) == entities


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a <x>b</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>a</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>a</a>', "Unclosed start tag at byte offset 0"),
    ],
)
async def test_bad_html_is_refused(world: World, siti: Person, source: str, reason: str) -> None:
    siti.say("/mulai")
    said = await refusal(world, "sendMessage", chat_id=SITI, text=source, parse_mode="HTML")
    assert said == f"Bad Request: can't parse entities: {reason}"


async def test_entities_may_be_given_instead(world: World) -> None:
    given = [{"type": "bold", "offset": 1, "length": 99}]
    message = await _sent(world, " ab", parse_mode=None, entities=given)
    assert message["entities"] == [_entity("bold", 0, 2)]


@pytest.mark.parametrize("given", ["x", [1], [{"type": "bold"}], [{"offset": 0, "length": 1}], "["])
async def test_nonsense_entities_are_refused(world: World, siti: Person, given: object) -> None:
    siti.say("/mulai")
    assert "can't parse" in await refusal(
        world, "sendMessage", chat_id=SITI, text="ab", entities=given
    )


async def test_other_parse_modes_are_refused_by_name(world: World, siti: Person) -> None:
    siti.say("/mulai")
    said = await refusal(world, "sendMessage", chat_id=SITI, text="*a*", parse_mode="MarkdownV2")
    assert "the simulator reads HTML" in said


async def test_commands_and_addresses_are_found(world: World) -> None:
    message = await _sent(world, "/bantu lihat https://a.id/x. @budi_s", parse_mode=None)
    assert message["entities"] == [
        _entity("bot_command", 0, 6),
        _entity("url", 13, 14),
        _entity("mention", 29, 7),
    ]


async def test_a_caption_holds_1024_characters(world: World, siti: Person) -> None:
    siti.say("/mulai")
    said = await refusal(world, "sendPhoto", chat_id=SITI, photo="x", caption="x" * 1025)
    assert said == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("text", "entities", "shown"),
    [
        ("<i>\n", [], "&lt;i&gt;<br>"),
        (
            "abc",
            [_entity("bold", 0, 2), _entity("italic", 1, 2)],
            "<b>a<i>b</i></b><i>c</i>",
        ),
        (
            "abc",
            [_entity("bold", 0, 3), _entity("italic", 1, 1)],
            "<b>a<i>b</i>c</b>",
        ),
        ("x", [_entity("text_link", 0, 1, url="javascript:alert(1)")], "x"),
        (
            "x",
            [_entity("text_link", 0, 1, url='https://a.id/"><script>')],
            f'<a href="https://a.id/&quot;&gt;&lt;script&gt;" {NEW_TAB}>x</a>',
        ),
        ("😀x", [_entity("spoiler", 2, 1)], '😀<span class="tg-spoiler">x</span>'),
    ],
)
def test_rendered_text_is_safe_and_well_formed(text: str, entities: list[Json], shown: str) -> None:
    assert render(text, entities) == shown
