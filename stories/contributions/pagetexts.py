"""Between the form's answers and the page: what a page says per question, and how an answer is written into it.

Only what the member changed is written. Bold words, links and blocks that an editor added stay where they are.
"""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from html import escape

from django.utils import translation
from django.utils.translation import gettext
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Page, Revision

from network.models import Member, Theme
from stories.coach_stories.models import CoachStoryPage, StoryAuthor
from stories.contributions.questions import FIGURE_PARTS, MAX_FIGURES, Place, Question, questions_of
from stories.contributions.rules import Version, content_hash, split_heading, to_html, to_text
from stories.contributions.states import Kind
from stories.pilots.models import PilotContact, PilotIndicator, PilotReportPage

WrittenPage = CoachStoryPage | PilotReportPage
Answers = dict[str, object]

PAGE_TYPES: dict[str, type[WrittenPage]] = {Kind.STORY: CoachStoryPage, Kind.PILOT: PilotReportPage}
# The stream of each type that takes text blocks and pictures.
STREAMS = {Kind.STORY: "body", Kind.PILOT: "appendix"}
_NAMESPACE = uuid.UUID("6f0c1c3e-5e52-4a3d-9a55-0b8d6c0a7f11")


def block_id(contribution_key: str, name: str) -> str:
    """Give the fixed id of the block that holds an answer; editors' remarks and later saves find it by this."""
    return str(uuid.uuid5(_NAMESPACE, f"{contribution_key}:{name}"))


def picture_ids(page: WrittenPage, kind: str) -> list[int]:
    """Give which pictures stand in a text, in its order."""
    return [
        block["value"]["image"]["image"]
        for block in blocks_of(page, kind)
        if block["type"] == "picture" and block["value"].get("image")
    ]


def latest_revision(page_id: int) -> Revision:
    """Read the newest revision of a page afresh, for its content is compared byte by byte."""
    return Revision.objects.get(pk=Page.objects.values_list("latest_revision_id", flat=True).get(pk=page_id))


def version_of(revision: Revision) -> Version:
    """Give what identifies this text. The revision must be read from the database."""
    return Version(revision.pk, content_hash(revision.content))


def blocks_of(page: WrittenPage, kind: str) -> list[dict]:
    """Give the raw blocks of the page's stream, copied."""
    return [dict(block) for block in getattr(page, STREAMS[kind]).raw_data]


def set_blocks(page: WrittenPage, kind: str, blocks: list[dict]) -> None:
    """Put raw blocks in the page's stream."""
    name = STREAMS[kind]
    stream = getattr(page, name)
    setattr(page, name, StreamValue(stream.stream_block, blocks, is_lazy=True))


def read_answers(page: WrittenPage, *, kind: str, contribution_key: str) -> Answers:
    """Give what the page says per question, as plain text; the byline is not read back.

    Parameters:
        page: A page, or a revision of it as object.
        kind: A Kind.
        contribution_key: Names the blocks.
    """
    blocks = {block.get("id"): block for block in blocks_of(page, kind)}
    figures = _figures(page) if kind == Kind.PILOT else {}
    answers: Answers = {}
    for question in questions_of(kind):
        match question.place:
            case Place.COLUMN:
                answers[question.name] = _column(page, question)
            case Place.CHAPTER:
                answers[question.name] = to_text(getattr(page, question.target))
            case Place.TEXT | Place.ADVICE:
                answers[question.name] = _block_text(blocks.get(block_id(contribution_key, question.name)), question)
            case Place.FIGURE:
                answers[question.name] = figures.get(question.name, "")
    return answers


def write_answers(
    page: WrittenPage, *, kind: str, contribution_key: str, member: Member, values: Mapping[str, object]
) -> None:
    """Write valid answers into a page that is not saved yet.

    Parameters:
        page: The newest revision as object.
        kind: A Kind.
        contribution_key: Names the blocks.
        member: Who writes; named with the text when the byline says so.
        values: Cleaned values by question; a question that is missing stays as it is.
    """
    now = read_answers(page, kind=kind, contribution_key=contribution_key)
    for question in questions_of(kind):
        if question.name not in values:
            continue
        value = values[question.name]
        match question.place:
            case Place.COLUMN:
                _set_column(page, question, value)
            case Place.CHAPTER:
                _set_chapter(page, question, str(value), str(now[question.name]))
            case Place.TEXT | Place.ADVICE:
                if str(value) != now[question.name]:
                    _set_block(page, kind, contribution_key, question, str(value))
            case Place.BYLINE:
                _set_byline(page, kind, member, is_named=value == "name")
    if kind == Kind.PILOT and f"figure0_{FIGURE_PARTS[0]}" in values:
        _set_figures(page, values)


def _column(page: WrittenPage, question: Question) -> object:
    if question.target == "themes":
        return sorted((str(theme.pk) for theme in page.themes.all()), key=int)
    value = getattr(page, question.target)
    if question.name == "title":
        return "" if value == untitled() else value
    return "" if value is None else str(value)


def _set_column(page: WrittenPage, question: Question, value: object) -> None:
    if question.target == "themes":
        page.themes = list(Theme.objects.filter(pk__in=[int(pk) for pk in value]))
    elif question.name == "title":
        page.title = page.draft_title = str(value) or untitled()
    elif question.target == "institution_id":
        page.institution_id = int(str(value)) if value else None
    elif question.name == "sector":
        page.sector = str(value) or type(page)._meta.get_field("sector").get_default()
    elif question.name == "outcome":
        page.outcome = str(value) or type(page)._meta.get_field("outcome").get_default()
    else:
        setattr(page, question.target, value)


def untitled() -> str:
    """Give the title of a page whose writer did not type one yet."""
    with translation.override("nl"):
        return gettext("Text without a title")


def _set_chapter(page: WrittenPage, question: Question, text: str, now: str) -> None:
    if text != now:
        setattr(page, question.target, to_html(text))


def _block_text(block: dict | None, question: Question) -> str:
    if block is None:
        return ""
    if question.place is Place.ADVICE:
        value = block["value"]
        return str(value.get("text", "")) if isinstance(value, Mapping) else ""
    return to_text(split_heading(str(block["value"]))[1])


def _set_block(page: WrittenPage, kind: str, contribution_key: str, question: Question, text: str) -> None:
    """Put an answer in its block: where it is, else behind the answer before it; an empty answer has no block."""
    blocks = blocks_of(page, kind)
    wanted = block_id(contribution_key, question.name)
    place = next((at for at, block in enumerate(blocks) if block.get("id") == wanted), None)
    if not text:
        blocks = [block for block in blocks if block.get("id") != wanted]
    elif place is not None:
        blocks[place] = {**blocks[place], "value": _block_value(question, text, blocks[place]["value"])}
    else:
        names = [each.name for each in questions_of(kind) if each.place in (Place.TEXT, Place.ADVICE)]
        before = {block_id(contribution_key, name) for name in names[: names.index(question.name)]}
        behind = max((at + 1 for at, block in enumerate(blocks) if block.get("id") in before), default=0)
        block = {"type": question.target, "value": _block_value(question, text, ""), "id": wanted}
        blocks.insert(behind, block)
    set_blocks(page, kind, blocks)


def _block_value(question: Question, text: str, old: object) -> object:
    if question.place is Place.ADVICE:
        return {"text": text}
    with translation.override("nl"):
        own = f"<h2>{escape(str(question.heading))}</h2>"
    return to_html(text, split_heading(str(old))[0] or own)


def _set_byline(page: WrittenPage, kind: str, member: Member, *, is_named: bool) -> None:
    """Name the member with the text, by key (DECISIONS 7), or take the name away; other names stay."""
    rows = page.authors if kind == Kind.STORY else page.contacts
    row_type = StoryAuthor if kind == Kind.STORY else PilotContact
    others = [row for row in rows.all() if row.member_id != member.pk]
    own = [row for row in rows.all() if row.member_id == member.pk]
    if is_named:
        rows.set([*(own or [row_type(member=member, sort_order=0)]), *others])
    else:
        rows.set(others)
    if kind == Kind.STORY and (is_named or page.contact_id == member.pk):
        page.contact = member if is_named else None


def _figures(page: PilotReportPage) -> dict[str, str]:
    found: dict[str, str] = {}
    for row, figure in enumerate(list(page.indicators.all())[:MAX_FIGURES]):
        found |= {
            f"figure{row}_name": figure.name,
            f"figure{row}_unit": figure.unit,
            f"figure{row}_before": _number(figure.before),
            f"figure{row}_after": _number(figure.after),
            f"figure{row}_sample_size": "" if figure.sample_size is None else str(figure.sample_size),
            f"figure{row}_source": figure.source,
            f"figure{row}_better": "on" if figure.higher_is_better else "",
        }
    return found


def _number(value: Decimal | None) -> str:
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _set_figures(page: PilotReportPage, values: Mapping[str, object]) -> None:
    rows = []
    for row in range(MAX_FIGURES):
        part = {name: values.get(f"figure{row}_{name}") for name in FIGURE_PARTS}
        if not part["name"] or not part["unit"] or part["after"] is None or not part["source"]:
            continue
        rows.append(
            PilotIndicator(
                sort_order=row,
                name=part["name"],
                unit=part["unit"],
                before=part["before"],
                after=part["after"],
                sample_size=part["sample_size"],
                source=part["source"],
                higher_is_better=bool(part["better"]),
            )
        )
    # The form shows the first four; an editor may have added more.
    page.indicators.set([*rows, *list(page.indicators.all())[MAX_FIGURES:]])
