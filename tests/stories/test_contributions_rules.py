import pytest

from stories.contributions.completeness import missing_answers
from stories.contributions.rules import Version, content_hash, split_heading, tidy, to_html, to_text


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("Eén zin.", "<p>Eén zin.</p>", id="one line"),
        pytest.param("Een\r\n\r\n\r\ntwee", "<p>Een</p><p>twee</p>", id="empty lines part paragraphs"),
        pytest.param("Een\rtwee", "<p>Een<br/>twee</p>", id="one line end is a break"),
        pytest.param("<b>&amp;</b>", "<p>&lt;b&gt;&amp;amp;&lt;/b&gt;</p>", id="html is text"),
        pytest.param("'\"", "<p>'\"</p>", id="quotes"),
        pytest.param("a\x00b", "<p>ab</p>", id="nul"),
    ],
)
def test_text_becomes_paragraphs(typed, html):
    assert to_html(typed) == html


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "Eén zin.",
        "Een\n\ntwee\ndrie",
        "<script>alert(1)</script>",
        "&amp; &lt;",
        "- punt\n- komma",
        "«é» 🌉",
        "  a  b  ",
    ],
)
def test_text_comes_back_as_it_was_typed(typed):
    assert to_text(to_html(typed)) == tidy(typed)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param(
            "<p data-block-key='x'>Een</p><ul><li>punt</li><li>twee</li></ul>", "Een\n\n- punt\n- twee", id="list"
        ),
        pytest.param("<p><b>Vet</b> en <a href='/x/'>link</a></p>", "Vet en link", id="marks"),
        pytest.param("<h2>Kop</h2><p>tekst", "Kop\n\ntekst", id="open ends"),
    ],
)
def test_rich_text_of_an_editor_reads_as_text(html, text):
    assert to_text(html) == text


def test_heading_is_split_off_only_at_the_start():
    assert split_heading('<h2 data-block-key="a">Wat werkte?</h2><p>Dit.</p>') == (
        '<h2 data-block-key="a">Wat werkte?</h2>',
        "<p>Dit.</p>",
    )
    assert split_heading("<p>Dit.</p><h2>Later</h2>") == ("", "<p>Dit.</p><h2>Later</h2>")


def test_version_survives_the_form_and_the_order_of_fields_does_not_count():
    version = Version(12, content_hash({"a": 1, "b": [2]}))

    assert Version.parse(str(version)) == Version(12, content_hash({"b": [2], "a": 1}))
    assert version != Version(12, content_hash({"a": 1, "b": [3]}))


@pytest.mark.parametrize("text", ["", "-", "x-y", "9" * 30, "²-a", "-12-a"])
def test_nonsense_is_nobodys_version(text):
    assert Version.parse(text).revision_id == 0


def test_figure_that_was_begun_asks_for_the_rest():
    answers = {"figure1_name": "Uren", "figure1_after": "0", "figure2_better": "on"}

    names = [gap.name for gap in missing_answers(kind="pilot", answers=answers) if gap.step == "cijfers"]

    assert names == ["figure1_unit", "figure1_source"]
