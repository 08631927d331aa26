"""Beginning a text and saving it, without ever overwriting what someone else wrote (DECISIONS 8)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

from network.models import Member
from portal.shared.keys import ALPHABET, LENGTH, new_key
from portal.shared.limits.actions import allow
from stories.contributions.errors import NoPlaceForIt, NotEditable, StaleText, TooMany
from stories.contributions.models import Contribution, Review
from stories.contributions.pagetexts import (
    PAGE_TYPES,
    Answers,
    WrittenPage,
    latest_revision,
    read_answers,
    untitled,
    version_of,
    write_answers,
)
from stories.contributions.questions import MAX_FIGURES
from stories.contributions.rules import Version
from stories.contributions.states import EDITABLE, Kind
from stories.lists.models import CoachStoryIndexPage, PilotIndexPage

MAX_BEGUN_PER_DAY = 20
_LISTS = {Kind.STORY: CoachStoryIndexPage, Kind.PILOT: PilotIndexPage}


def start_contribution(*, member: Member, kind: Kind, key: str, at: datetime) -> Contribution:
    """Begin a text: an unpublished page of the member's, and its row.

    Parameters:
        member: Who writes.
        kind: Story or pilot report.
        key: From the form, so that sending it twice begins one text; a key that can't be one is replaced.
        at: Now.

    Returns:
        The contribution; for a key this member used before, that one.

    Raises:
        NoPlaceForIt: The list page below which it would stand is missing.
        TooMany: The member began twenty texts today.
    """
    if len(key) != LENGTH or not set(key) <= set(ALPHABET):
        key = new_key()
    known = Contribution.objects.filter(key=key).select_related("member").first()
    if known is not None and known.member_id == member.pk:
        return known
    if not allow(name="contributions.start", who=member.key, limit=MAX_BEGUN_PER_DAY, window_seconds=86400, at=at):
        raise TooMany
    with transaction.atomic():
        parent = _LISTS[kind].objects.select_for_update().order_by("pk").first()
        if parent is None:
            raise NoPlaceForIt
        # The parent's row is held: the second of two equal requests waits here, and then finds the first one's text.
        known = Contribution.objects.filter(key=key).first()
        if known is not None and known.member_id == member.pk:
            return known
        key = new_key() if known else key
        page = PAGE_TYPES[kind](
            title=untitled(),
            slug=f"concept-{key}",
            live=False,
            has_unpublished_changes=True,
            owner=member,
            institution_id=_current_school(member, at),
        )
        parent.add_child(instance=page)
        page.save_revision(user=member, clean=False)
        contribution = Contribution(key=key, page=page.page_ptr, member=member, kind=kind, created_at=at, updated_at=at)
        note_version(contribution)
        contribution.answers = _unanswered(kind) | {"school": contribution.saved["school"]}
        contribution.save()
    return contribution


def save_answers(
    *,
    contribution: Contribution,
    seen: Version,
    typed: Answers,
    valid: Mapping[str, object],
    at: datetime,
) -> Contribution:
    """Save some fields of the form, if the text is still the one the form was made from.

    The same values sent twice change nothing. Typed values are kept as they are; only valid ones reach the page.

    Parameters:
        contribution: Whose.
        seen: The version the form showed.
        typed: By question, as typed, tidied.
        valid: By question, cleaned; questions with an error are missing.
        at: Now.

    Returns:
        The row as saved, with the new version.

    Raises:
        NotEditable: It is with the editors, online or withdrawn.
        StaleText: Someone saved another version meanwhile; nothing was written.
    """
    with transaction.atomic():
        locked, revision = lock_text(contribution)
        if locked.state not in EDITABLE:
            raise NotEditable
        now = shown_answers(locked, revision.as_object())
        changed = {name for name, value in typed.items() if now.get(name, "") != value}
        if not changed:
            return locked
        if version_of(revision) != seen:
            raise StaleText({name: now.get(name, "") for name in typed if name in changed})
        page = revision.as_object()
        write_answers(
            page,
            kind=locked.kind,
            contribution_key=locked.key,
            member=locked.member,
            values=_whole_figures(valid, changed),
        )
        save_page(locked, page, revision, at=at, answers={**locked.answers, **typed})
    return locked


def lock_text(contribution: Contribution) -> tuple[Contribution, Revision]:
    """Take the rows of a text, page first as publishing does, and read its newest revision. In a transaction."""
    Page.objects.select_for_update().get(pk=contribution.page_id)
    # Named by table: the members' row is only read.
    locked = Contribution.objects.select_for_update(of=("self",)).select_related("member").get(pk=contribution.pk)
    return locked, latest_revision(locked.page_id)


def save_page(
    contribution: Contribution,
    page: WrittenPage,
    revision: Revision,
    *,
    at: datetime,
    answers: Answers | None = None,
) -> None:
    """Save a changed page as revision of the member, and note its version. The rows must be locked."""
    overwrite = revision if _may_overwrite(revision, page, contribution.member) else None
    page.latest_revision = revision
    page.save_revision(user=contribution.member, clean=False, overwrite_revision=overwrite)
    note_version(contribution)
    if answers is not None:
        contribution.answers = answers
    contribution.updated_at = at
    contribution.save()


def note_version(contribution: Contribution) -> None:
    """Note on the (unsaved) row which version the form wrote last, and what it says."""
    revision = latest_revision(contribution.page_id)
    version = version_of(revision)
    contribution.revision_id, contribution.content_hash = version.revision_id, version.content_hash
    contribution.saved = read_answers(revision.as_object(), kind=contribution.kind, contribution_key=contribution.key)


def shown_answers(contribution: Contribution, page: WrittenPage) -> Answers:
    """Give what the form shows: as typed, and where an editor changed the page since, what the page says.

    Parameters:
        contribution: The row.
        page: The newest revision as object.
    """
    now = read_answers(page, kind=contribution.kind, contribution_key=contribution.key)
    kept = {
        name: value
        for name, value in contribution.answers.items()
        if name not in now or now[name] == contribution.saved.get(name)
    }
    return {**now, **kept}


def _unanswered(kind: Kind) -> Answers:
    """What the form shows before anyone answered: the page's own defaults are not the member's answers."""
    if kind == Kind.STORY:
        return {"sector": ""}
    return {"sector": "", "outcome": "", **{f"figure{row}_better": "on" for row in range(MAX_FIGURES)}}


def _whole_figures(valid: Mapping[str, object], changed: Iterable[str]) -> dict[str, object]:
    """Keep what changed; of the figures all or nothing, for they are written as rows."""
    names = set(changed)
    if any(name.startswith("figure") for name in names):
        names |= {name for name in valid if name.startswith("figure")}
    return {name: value for name, value in valid.items() if name in names}


def _may_overwrite(revision: Revision, page: WrittenPage, member: Member) -> bool:
    """A member's own revision grows with each autosave, until someone read it: then it stays as it was read."""
    return (
        revision.user_id == member.pk
        and revision.pk != page.live_revision_id
        and revision.approved_go_live_at is None
        and not TaskState.objects.filter(revision=revision).exists()
        and not Review.objects.filter(revision_id=revision.pk).exists()
        and revision.content_type_id == ContentType.objects.get_for_model(page, for_concrete_model=False).pk
    )


def _current_school(member: Member, at: datetime) -> int | None:
    places = member.affiliations.current(timezone.localdate(at)).order_by("-starts_on", "pk")
    return places.values_list("institution_id", flat=True).first()
