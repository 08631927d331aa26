"""What a text shows of the conversation under it; page types put `reactions_context` into their own context."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from network.members.bylines import people_by_id, person_card
from network.members.leaders import is_leader
from network.members.profiles import profile_for
from network.members.viewers import viewer_of
from network.models import Member
from portal.shared.audiences.rules import Viewer
from portal.shared.caching.versions import remembered
from portal.shared.conversations.states import PostState
from portal.shared.pages.sharing import shared_with_visitors
from stories.reactions.forms import ReactionForm
from stories.reactions.models import Reaction, ReactionsClosed
from stories.reactions.rules import EditDecision, decide_edit
from stories.texts.models import TextPage

# Under a text stand the newest; the rest has its own pages.
SHOWN_UNDER_TEXT = 20


@dataclass(frozen=True)
class Writer:
    """Who wrote a reaction, as far as the reader may know."""

    name: str
    url: str
    meta: str


@dataclass(frozen=True)
class ReactionLine:
    """One reaction as shown; an address that is empty is not offered to this reader."""

    key: str
    writer: Writer
    text: str
    created_at: datetime
    is_edited: bool
    is_hidden: bool
    hidden_reason: str
    edit_url: str
    remove_url: str
    report_url: str
    decide_url: str


@dataclass(frozen=True)
class ReactionSection:
    """The variables of stories/reactions/section.html. `offer`: form, closed, sign_in or members_only."""

    lines: list[ReactionLine]
    total: int
    offer: str
    closed_reason: str
    form: ReactionForm | None
    post_url: str
    list_url: str
    login_url: str
    leader_url: str
    csrf: str


def writer_of(member: Member | None, *, viewer: Viewer, on: date) -> Writer:
    """Name the writer of a reaction the way the writer's own profile allows (DECISIONS 15).

    Parameters:
        member: From `people_by_id`; None for an account that is gone.
        viewer: Who reads.
        on: Today.
    """
    if member is None:
        return Writer(_("former member"), "", "")
    profile = profile_for(viewer, member, on=on, is_brief=True)
    if not profile.is_visible:
        return Writer(_("a member"), "", "")
    card = person_card(profile)
    return Writer(card.name, card.url, card.meta)


def _line(row: Reaction, *, writer: Writer, viewer: Viewer, own_id: int | None, leads: bool, at: datetime):
    is_own = row.member_id is not None and row.member_id == own_id
    edit = decide_edit(
        is_writer=is_own,
        state=PostState(row.state),
        is_reported=row.is_reported,
        created_at=row.created_at,
        at=at,
    )
    is_hidden = row.state == PostState.HIDDEN
    may_report = viewer.is_member and not is_own and not is_hidden
    return ReactionLine(
        key=row.key,
        writer=writer,
        text=row.text,
        created_at=row.created_at,
        is_edited=row.edited_at is not None,
        is_hidden=is_hidden,
        hidden_reason=row.state_reason if is_hidden else "",
        edit_url=reverse("reactions:edit", args=[row.key]) if edit is EditDecision.ALLOWED else "",
        remove_url=reverse("reactions:remove", args=[row.key]) if is_own else "",
        report_url=reverse("reactions:report", args=[row.key]) if may_report else "",
        decide_url=reverse("conversations:detail", args=[row.key]) if leads and not is_own else "",
    )


def reaction_lines(rows: Iterable[Reaction], *, request: HttpRequest, leads: bool, at: datetime) -> list[ReactionLine]:
    """Give reactions as this reader sees them, in a fixed number of queries.

    Parameters:
        rows: From `shown_to(…).with_reported_mark()`, in the order wanted.
        request: Of the reader.
        leads: The reader is a conversation leader.
        at: Now.
    """
    rows, viewer, today = list(rows), viewer_of(request), timezone.localdate(at)
    people = people_by_id(row.member_id for row in rows)
    own_id = request.user.pk if viewer.is_signed_in else None
    return [
        _line(
            row,
            writer=writer_of(people.get(row.member_id), viewer=viewer, on=today),
            viewer=viewer,
            own_id=own_id,
            leads=leads,
            at=at,
        )
        for row in rows
    ]


def _offer(viewer: Viewer, closed: ReactionsClosed | None) -> str:
    if closed is not None:
        return "closed"
    if viewer.is_member:
        return "form"
    return "members_only" if viewer.is_signed_in else "sign_in"


def section_of(
    page: TextPage,
    request: HttpRequest,
    *,
    lines: list[ReactionLine],
    total: int,
    leads: bool,
    form: ReactionForm | None = None,
) -> ReactionSection:
    """Put lines and the way to react together; only a member's page holds a form and its token (DECISIONS 28)."""
    closed = remembered(("reactions-closed", page.pk), ReactionsClosed.objects.filter(page_id=page.pk).first)
    offer = _offer(viewer_of(request), closed)
    list_url = reverse("reactions:list", args=[page.pk])
    return ReactionSection(
        lines=lines,
        total=total,
        offer=offer,
        closed_reason=closed.reason if closed else "",
        form=(form or ReactionForm()) if offer == "form" else None,
        post_url=reverse("reactions:react", args=[page.pk]),
        list_url=list_url,
        login_url=f"{reverse('account_login')}?{urlencode({'next': list_url})}",
        leader_url=reverse("conversations:thread", args=[page.pk]) if leads else "",
        csrf=get_token(request) if offer == "form" else "",
    )


def reactions_context(page: TextPage, request: HttpRequest) -> dict[str, object]:
    """Give `reactions` for stories/reactions/section.html: the newest twenty, and the way to react.

    The preview of a text that is not stored yet has no conversation.

    Parameters:
        page: The text that is shown, which the reader may see.
        request: Of the reader; for someone not signed in the section is the same for everyone, without a token.
    """
    if page.pk is None:
        return {"reactions": None}
    viewer = viewer_of(request)
    return {"reactions": shared_with_visitors(page, "reactions", viewer, lambda _viewer: _section(page, request))}


def _section(page: TextPage, request: HttpRequest) -> ReactionSection:
    viewer = viewer_of(request)
    leads = viewer.is_signed_in and is_leader(request.user)
    shown = Reaction.objects.filter(page_id=page.pk).shown_to(member_key=viewer.member_key, is_leader=leads)
    newest = shown.with_reported_mark().reverse()[:SHOWN_UNDER_TEXT]
    lines = reaction_lines(reversed(list(newest)), request=request, leads=leads, at=timezone.now())
    total = shown.count() if len(lines) == SHOWN_UNDER_TEXT else len(lines)
    return section_of(page, request, lines=lines, total=total, leads=leads)
