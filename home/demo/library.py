"""The stories, pilot reports, insights and routes of the demo: written by their authors, approved by someone else."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.core.files.images import ImageFile
from wagtail.models import Page

from home.demo.cast import Cast
from home.demo.files import picture, texts
from portal.shared.media.models import PortalImage
from stories.insights.actions import accept_evidence, propose_evidence
from stories.insights.models import InsightFirstStep, InsightPage
from stories.insights.states import SourceKind, Verdict
from stories.models import (
    CoachStoryIndexPage,
    CoachStoryPage,
    InsightIndexPage,
    PilotContact,
    PilotIndexPage,
    PilotIndicator,
    PilotMoment,
    PilotReportPage,
    RouteIndexPage,
    RoutePage,
    StoryAuthor,
)


@dataclass
class Library:
    """The pages of the demo by key, e.g. "S01"."""

    pages: dict[str, Page] = field(default_factory=dict)


def publish_as(page: Page, *, parent: Page, author, approver, on: datetime) -> Page:
    """Add a page as its author's draft and have someone else approve it, dated in the past.

    Parameters:
        page: An unsaved page.
        author: Who wrote it.
        approver: Who approves; four eyes are checked as always.
        on: When it was first published.
    """
    page.live = False
    page.owner = author
    page.first_published_at = on
    parent.add_child(instance=page)
    revision = page.save_revision(user=author)
    revision.publish(user=approver, skip_permission_checks=True)
    page.refresh_from_db()
    return page


def demo_picture(key: str, title: str) -> PortalImage:
    """Add the drawn picture of a text to the portal's pictures."""
    with picture(key).open("rb") as file:
        image = PortalImage(title=title, description="", credit="Getekend voor dit voorbeeldportaal", licence="cc0")
        image.file = ImageFile(file, name=f"demo-{key.lower()}.webp")
        image._set_image_file_metadata()
        image.save()
    return image


def _common(row: dict, cast: Cast) -> dict:
    return {
        "title": row["title"],
        "slug": row["slug"],
        "lead": row["lead"],
        "search_description": row["search_description"],
        "is_example": True,
        "contact": cast.members[row["contact"]] if row.get("contact") else None,
    }


def stream(page: Page, name: str, blocks: list[tuple[str, object]]):
    """Give blocks as the value of a page's StreamField."""
    return page._meta.get_field(name).stream_block.normalize(blocks)


def _value(block: dict) -> object:
    if block["type"] == "text":
        return block["html"]
    if block["type"] == "quote":
        return {"text": block["text"], "name": block["name"]}
    if block["type"] == "figures":
        return {"caption": block["caption"], "table": table_value(block["header"], block["rows"])}
    return {"text": block["text"]}


def table_value(header: list[str], rows: list[list[str]]) -> dict:
    """Give a table of text as the value of a figures block."""
    return {
        "columns": [{"type": "text", "heading": heading} for heading in header],
        "rows": [{"values": row} for row in rows],
        "caption": "",
    }


def set_themes(page, row: dict, cast: Cast) -> None:
    """Give a page the themes of its row; the caller saves."""
    page.themes = [cast.themes[slug] for slug in row["themes"]]


def add_insights(cast: Cast, library: Library, at: datetime) -> None:
    """Publish the eight insights; the oldest text they rest on is older than they are."""
    parent = InsightIndexPage.objects.get()
    for number, row in enumerate(texts("insights")):
        page = InsightPage(
            **_common(row, cast),
            kind=row["kind"],
            factor=row["factor"],
            holds_when=row["when_html"],
            background=row["why_html"],
        )
        set_themes(page, row, cast)
        page.first_steps = [
            InsightFirstStep(text=step, sort_order=place) for place, step in enumerate(row["how_steps"])
        ]
        library.pages[row["key"]] = publish_as(
            page, parent=parent, author=cast.editor, approver=cast.moderator, on=at - timedelta(days=10 + number)
        )


def add_stories(cast: Cast, library: Library, at: datetime) -> None:
    """Publish the twelve stories, each written by its author."""
    parent = CoachStoryIndexPage.objects.get()
    for row in texts("stories"):
        page = CoachStoryPage(
            **_common(row, cast),
            coach_title=row["coach_title"],
            sector=row["sector"],
            step=row["step"],
            institution=cast.schools[row["institutions"][0]],
            role=cast.role_of(row["authors"][0]),
            picture=demo_picture(row["key"], row["title"]),
            picture_alt=row["image_alt"],
        )
        page.body = stream(page, "body", [(block["type"], _value(block)) for block in row["body"]])
        page.partners = [cast.schools[slug] for slug in row["institutions"][1:]]
        set_themes(page, row, cast)
        page.authors = [
            StoryAuthor(member=cast.members[key], sort_order=place) for place, key in enumerate(row["authors"])
        ]
        author = cast.members[row["authors"][0]]
        on = at - timedelta(days=row["days_ago"])
        library.pages[row["key"]] = publish_as(page, parent=parent, author=author, approver=cast.moderator, on=on)
        _add_evidence(row, SourceKind.STORY, author, cast, library, on)


def add_pilots(cast: Cast, library: Library, at: datetime) -> None:
    """Publish the three pilot reports with their figures."""
    parent = PilotIndexPage.objects.get()
    for row in texts("pilots"):
        page = PilotReportPage(
            **_common(row, cast),
            sector=row["sector"],
            step=row["step"],
            institution=cast.schools[row["institutions"][0]],
            role=cast.role_of(row["contacts"][0]),
            outcome=row["outcome"],
            weeks=row["weeks"],
            participants=row["participants"],
            participants_note=row["participants_note"],
            question=row["question"],
            context=row["context_html"],
            approach=row["approach_html"],
            what_worked=row["what_worked_html"],
            what_failed=row["what_failed_html"],
            what_next=row["what_next_html"],
            picture=demo_picture(row["key"], row["title"]),
            picture_alt=row["image_alt"],
        )
        page.partners = [cast.schools[slug] for slug in row["institutions"][1:]]
        set_themes(page, row, cast)
        page.timeline = [
            PilotMoment(label=moment["label"], text=moment["text"], sort_order=place)
            for place, moment in enumerate(row["timeline"])
        ]
        page.indicators = [_indicator(figure, place) for place, figure in enumerate(row["indicators"])]
        page.contacts = [
            PilotContact(member=cast.members[key], sort_order=place) for place, key in enumerate(row["contacts"])
        ]
        author = cast.members[row["contacts"][0]]
        on = at - timedelta(days=row["days_ago"])
        library.pages[row["key"]] = publish_as(page, parent=parent, author=author, approver=cast.moderator, on=on)
        _add_evidence(row, SourceKind.PILOT, author, cast, library, on)


def _indicator(figure: dict, place: int) -> PilotIndicator:
    return PilotIndicator(
        name=figure["name"],
        unit=figure["unit"],
        before=Decimal(str(figure["before"])) if "before" in figure else None,
        after=Decimal(str(figure["after"])),
        sample_size=figure.get("n"),
        source=figure["source"],
        higher_is_better=figure.get("higher_is_better", True),
        sort_order=place,
    )


def _add_evidence(row: dict, kind: SourceKind, author, cast: Cast, library: Library, on: datetime) -> None:
    for item in row.get("evidence", []):
        evidence = propose_evidence(
            insight=library.pages[item["insight"]],
            source_kind=kind,
            source_key=str(library.pages[row["key"]].pk),
            verdict=Verdict(item["verdict"]),
            why=item["why"],
            member=author,
            at=on,
        )
        accept_evidence(evidence=evidence, editor=cast.editor, at=on)


def add_routes(cast: Cast, library: Library, at: datetime) -> None:
    """Publish the two starter routes."""
    parent = RouteIndexPage.objects.get()
    for row in texts("routes"):
        page = RoutePage(**_common(row, cast), goal=row["goal"], for_whom=row["for_whom"], weeks=row["weeks"], step=3)
        page.steps = stream(page, "steps", [_route_step(step, cast, library) for step in row["steps"]])
        library.pages[row["key"]] = publish_as(
            page, parent=parent, author=cast.editor, approver=cast.moderator, on=at - timedelta(days=9)
        )


def _route_step(step: dict, cast: Cast, library: Library) -> tuple[str, dict]:
    value: dict[str, object] = {"title": step["title"], "text": f"<p>{step['text']}</p>"}
    if step["kind"] == "checklist":
        return "checklist", {**value, "items": step["items"]}
    if step["kind"] == "person":
        return "person", {**value, "member": cast.members[step["ref"]].key}
    return "reading", {**value, "page": library.pages[step["ref"]]}
