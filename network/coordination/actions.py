"""Writes of those who look after a school."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from network.coordination.mails import appointed_mail, confirmed_mail, declined_mail, ended_mail
from network.coordination.models import SchoolProfile
from network.coordination.reach import coordinates
from network.coordination.states import Decision
from network.errors import NoColleague, NotYourSchool
from network.institutions.actions import change_institution
from network.institutions.models import Institution
from network.members.actions import appoint_coordinator, confirm_affiliation, decline_affiliation, end_affiliation
from network.members.models import Affiliation, Member
from network.members.states import AffiliationState
from portal.shared.audit_log.actions import note
from portal.shared.media.models import PortalImage
from portal.shared.media.uploads import safe_picture
from portal.shared.outbox.actions import post

_MAILS = {Decision.CONFIRM: confirmed_mail, Decision.DECLINE: declined_mail, Decision.END: ended_mail}
_KINDS = {Decision.CONFIRM: "work.confirmed", Decision.DECLINE: "work.declined", Decision.END: "work.ended"}


def decide_work(*, affiliation: Affiliation, by: Member, decision: Decision, at: datetime) -> Affiliation:
    """Confirm, decline or end someone's work at a school, on its coordinator's word; the member gets a mail.

    Parameters:
        affiliation: Which work.
        by: A coordinator of that school.
        decision: What the school says. END makes today the last day.
        at: Now.

    Returns:
        The affiliation as stored; the same decision twice changes nothing and mails nothing.

    Raises:
        NotYourSchool: `by` doesn't look after this school.
        EndsBeforeStart: Work that hasn't begun can't end today.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        locked = Affiliation.objects.select_for_update().select_related("institution").get(pk=affiliation.pk)
        if not coordinates(by, locked.institution, on=today):
            raise NotYourSchool
        if _stands(locked, decision):
            return locked
        if decision == Decision.CONFIRM:
            locked = confirm_affiliation(affiliation=locked, at=at)
        elif decision == Decision.DECLINE:
            locked = decline_affiliation(affiliation=locked, at=at)
        else:
            locked = end_affiliation(affiliation=locked, ends_on=today)
        note(_KINDS[decision], about=("affiliation", locked.key), by=by.key, at=at, school=locked.institution.slug)
        post(_MAILS[decision](locked, occasion=at.isoformat()), at=at)
    return locked


def _stands(affiliation: Affiliation, decision: Decision) -> bool:
    states = {Decision.CONFIRM: AffiliationState.CONFIRMED, Decision.DECLINE: AffiliationState.DECLINED}
    if decision == Decision.END:
        return affiliation.ends_on is not None
    return affiliation.state == states[decision]


def name_coordinator(*, affiliation: Affiliation, at: datetime) -> Affiliation:
    """Let the programme team make someone coordinator of the school where they work; that person gets a mail."""
    with transaction.atomic():
        was_one = Affiliation.objects.select_for_update().get(pk=affiliation.pk).is_coordinator
        affiliation = appoint_coordinator(affiliation=affiliation)
        if not was_one:
            post(appointed_mail(affiliation, occasion=at.isoformat()), at=at)
    return affiliation


def dismiss_coordinator(*, affiliation: Affiliation) -> Affiliation:
    """Take the task of coordinator away, on the programme team's word; the work itself stays confirmed."""
    return appoint_coordinator(affiliation=affiliation, is_coordinator=False)


def hand_over(*, institution: Institution, by: Member, to: Affiliation, at: datetime) -> Affiliation:
    """Give the task of coordinator to a colleague, who gets a mail; the giver no longer has it.

    Parameters:
        institution: Which school.
        by: Its present coordinator.
        to: The confirmed work of a colleague at the same school.
        at: Now.

    Returns:
        The new coordinator's affiliation.

    Raises:
        NotYourSchool: `by` doesn't look after this school.
        NoColleague: `to` isn't confirmed work of someone else at this school.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        rows = Affiliation.objects.select_for_update().filter(institution=institution).order_by("pk")
        current = {row.pk for row in rows.current(today).filter(state=AffiliationState.CONFIRMED)}
        if not coordinates(by, institution, on=today):
            raise NotYourSchool
        if to.pk not in current or to.member_id == by.pk:
            raise NoColleague
        heir = name_coordinator(affiliation=to, at=at)
        for own in rows.filter(member=by, is_coordinator=True):
            dismiss_coordinator(affiliation=own)
    return heir


def change_school_page(
    *,
    institution: Institution,
    by: Member,
    profile: str,
    contact: Member | None,
    links: Sequence[dict[str, str]],
    picture: UploadedFile | None,
    picture_alt: str,
    removes_picture: bool,
    at: datetime,
) -> SchoolProfile:
    """Change what a school's page says, on its coordinator's word.

    Parameters:
        institution: Which school.
        by: One of its coordinators.
        profile: The text.
        contact: Whom to write to; shown as far as that person's profile may be seen.
        links: Title and address of each link, in order.
        picture: Another picture, or None to keep the one there is. Written anew: pixels and nothing else.
        picture_alt: What the picture shows.
        removes_picture: Take the picture away.
        at: Now.

    Raises:
        NotYourSchool: `by` doesn't look after this school.
        PictureRefused: The file is no picture we can take.
    """
    # Outside the transaction: it takes a second, and the rows are held meanwhile.
    file = safe_picture(picture) if picture else None
    with transaction.atomic():
        locked = Institution.objects.select_for_update().get(pk=institution.pk)
        if not coordinates(by, locked, on=timezone.localdate(at)):
            raise NotYourSchool
        change_institution(institution=locked, profile=profile.strip())
        page, _made = SchoolProfile.objects.get_or_create(institution=locked, defaults={"changed_at": at})
        if file is not None:
            # With its size: else Wagtail writes that for the first editor who only looks.
            page.picture = PortalImage.objects.create(
                title=str(locked)[:255], description=picture_alt[:255], file=file, file_size=file.size
            )
        elif removes_picture:
            page.picture = None
        page.picture_alt = picture_alt.strip() if page.picture else ""
        page.contact, page.links, page.changed_at = contact, list(links), at
        page.save()
    return page
