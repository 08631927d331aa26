"""Documents: what can be shown, how HTML becomes structures, and what the data may hold."""

import io
from decimal import Decimal

import pytest
from django.utils.translation import gettext_lazy
from pypdf import PdfReader

from portal.shared.documents.letters import printable, shown_characters
from portal.shared.documents.pdf import DataRefused, clean_data, render_pdf
from portal.shared.documents.structures import blocks_of

WORDS = {
    "foot": "",
    "question": "Vraag",
    "timeline": "",
    "indicators": "",
    "evidence": "",
    "outcome": "Uitkomst",
    "source": "",
    "indicator_head": [],
    "timeline_head": [],
    "evidence_head": [],
}


def report(**changes) -> bytes:
    texts = dict.fromkeys(("title", "kind", "lead", "outcome", "question", "date", "address"), "")
    lists = {name: [] for name in ("schools", "facts", "chapters", "timeline", "indicators", "evidence")}
    return render_pdf("pilot_report", {**texts, **lists, "words": WORDS, "title": "Titel", **changes})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        pytest.param("Zoë Ünal, 't Hart", "Zoë Ünal, 't Hart", id="names"),
        pytest.param("a\r\nb\rc\nd\te", "a\nb\nc\nd e", id="line-ends"),
        pytest.param("klaar 😀!", "klaar □!", id="emoji"),
        pytest.param("👩\u200d💻", "□□", id="joined-emoji"),
        pytest.param("👍🏽", "□", id="tinted-emoji"),
        pytest.param("a\x00\x1b\x7fb\u200b\ufeff", "ab", id="unseen"),
        pytest.param("\ud800\ue000\uffff", "□□□", id="no-characters"),
        pytest.param("中文", "□□", id="other-writing"),
        pytest.param("so\u00adft", "soft", id="soft-hyphen"),
    ],
)
def test_only_what_has_a_glyph_is_shown(typed, shown):
    assert printable(typed) == shown


def test_every_character_that_is_shown_can_be_set():
    assert report(question=" ".join(shown_characters())).startswith(b"%PDF-")


def test_any_text_at_all_makes_a_document():
    text = "".join(
        map(chr, [*range(0x3000), *range(0xD7F0, 0xE010), *range(0xFE00, 0x10000), *range(0x1F300, 0x1FB00)])
    )

    assert report(title=text, lead=text, question=text).startswith(b"%PDF-")


@pytest.mark.parametrize("value", [1.5, Decimal(1), b"x", gettext_lazy("Title"), {"a": [{1.5}]}], ids=repr)
def test_unwritten_values_are_refused(value):
    with pytest.raises(DataRefused):
        clean_data(value)


def test_a_template_reads_no_file_outside_its_folder():
    with pytest.raises(Exception, match=r"not found|file"):
        render_pdf("../../../etc/passwd", {"title": "x"})


def test_a_document_without_moment_has_a_fixed_date():
    assert report() == report()
    assert PdfReader(io.BytesIO(report())).metadata["/CreationDate"] == "D:19700101000000Z"


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("<p> </p><ul><li> </li></ul><h2></h2>", [], id="without-words"),
        pytest.param("los <b>woord</b>", [{"kind": "paragraph", "text": "los woord"}], id="loose-words"),
        pytest.param(
            "<p>Een<br>twee &amp; drie</p><h3>Kop</h3>",
            [{"kind": "paragraph", "text": "Een twee & drie"}, {"kind": "heading", "text": "Kop"}],
            id="paragraph-and-heading",
        ),
        pytest.param(
            "<ul><li>a</li><li><p>b <i>c</i></p></li></ul><ol><li>d<ul><li>e</li></ul></li></ol>",
            [{"kind": "bullets", "items": ["a", "b c"]}, {"kind": "numbers", "items": ["d e"]}],
            id="lists",
        ),
        pytest.param(
            '<p><a href="https://x.example/">hier</a> <a linktype="page" id="3">daar</a> <a href="/x/">x</a></p>',
            [{"kind": "paragraph", "text": "hier (https://x.example/) daar x"}],
            id="links",
        ),
        pytest.param(
            "<div><p>a</p>tussen<blockquote>b</blockquote></div><script>x</script><!-- y --><style>z</style>",
            [
                {"kind": "paragraph", "text": "a"},
                {"kind": "paragraph", "text": "tussen"},
                {"kind": "paragraph", "text": "b"},
            ],
            id="nested-and-unread",
        ),
        pytest.param("<p>open <b>niet dicht", [{"kind": "paragraph", "text": "open niet dicht"}], id="broken"),
    ],
)
def test_html_becomes_plain_structures(html, blocks):
    assert blocks_of(html) == blocks
