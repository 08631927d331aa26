"""Writes of invitations: sending, sending again, withdrawing, and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from network.errors import (
    InvitationAnswered,
    InvitationDeclined,
    InvitedOften,
    InvitingNotAllowed,
    ResentTooOften,
    ResentTooSoon,
    TooManyInvitations,
)
from network.institutions.models import Institution
from network.invitations.mails import accepted_mail, invitation_mail
from network.invitations.models import Invitation
from network.invitations.reach import schools_to_invite_for
from network.invitations.rules import (
    PER_ADDRESS,
    PER_ADDRESS_IN,
    PER_DAY,
    VALID_FOR,
    Invitee,
    Resend,
    decide_resend,
)
from network.invitations.states import InvitationKind, InvitationState
from network.members.actions import (
    admit_by_address,
    admit_member,
    affiliate_member,
    confirm_affiliation,
    describe_work,
    open_account,
)
from network.members.models import Affiliation, Member
from network.members.states import PROGRAMME_TEAM
from network.vocabulary.models import Role
from portal.shared.audit_log.actions import note
from portal.shared.limits.actions import allow
from portal.shared.links.actions import make_link, revoke_links, use_link
from portal.shared.links.errors import LinkRevoked, LinkUnknown
from portal.shared.links.models import SecretLink
from portal.shared.outbox.actions import post
from portal.shared.retention import kept_for

PURPOSE = "network.invitation"
SUBJECT = "invitation"
_REFUSALS = {
    Resend.ANSWERED: InvitationAnswered,
    Resend.TOO_SOON: ResentTooSoon,
    Resend.TOO_OFTEN: ResentTooOften,
}
# The roles that go with an invitation, where the list of roles still has them.
_ROLE_SLUGS = {InvitationKind.ICT_PARTNER: "ict-medewerker", InvitationKind.AMBASSADOR: "digitaal-ambassadeur"}


@dataclass(frozen=True, slots=True)
class PersonName:
    """The three parts of a name, as its owner typed them."""

    given_name: str
    name_prefix: str
    family_name: str


def invite(
    *,
    kind: InvitationKind,
    by: Member,
    institution: Institution | None,
    people: Sequence[Invitee],
    message: str,
    at: datetime,
) -> list[Invitation]:
    """Invite people by mail, all or none. The answer is the same whether or not an address has an account.

    Parameters:
        kind: Who is invited to what.
        by: The sender.
        institution: The school they will belong to; may be missing for an ambassador only.
        people: Addresses, checked by the form, with the names where they were given.
        message: A few words of the sender.
        at: Now.

    Returns:
        An invitation per address; one that was open already comes back as it is, without a second mail.

    Raises:
        InvitingNotAllowed: The sender doesn't invite this kind, or not for this school.
        TooManyInvitations: The limit of the day.
        InvitedOften: An address got several invitations this week.
        InvitationDeclined: An address said no to this sender within a year.
    """
    schools = schools_to_invite_for(member=by, kind=kind, on=timezone.localdate(at))
    is_free = kind == InvitationKind.AMBASSADOR and institution is None and schools
    if not is_free and institution not in schools:
        raise InvitingNotAllowed
    for _person in people:
        if not allow(name=f"invitations.{kind}", who=by.key, limit=PER_DAY[kind], window_seconds=86400, at=at):
            raise TooManyInvitations
    with transaction.atomic():
        Member.objects.select_for_update().get(pk=by.pk)
        return [
            _invite_one(kind=kind, by=by, institution=institution, person=person, message=message, at=at)
            for person in people
        ]


def invite_programme_team(*, email: str, at: datetime) -> str:
    """Invite someone to the programme team on an operator's word, for the first account of a new site.

    An earlier invitation of this address that is still open is withdrawn.

    Parameters:
        email: Where the link goes.
        at: Now.

    Returns:
        The token, for the operator of a site that can't send mail yet.
    """
    with transaction.atomic():
        known = Invitation.objects.filter(
            kind=InvitationKind.PROGRAMME, inviter=None, email=email.strip().lower(), state=InvitationState.OPEN
        )
        for earlier in known.select_for_update():
            withdraw_invitation(invitation=earlier, at=at)
        invitation = _create(
            kind=InvitationKind.PROGRAMME,
            by=None,
            institution=None,
            person=Invitee(email.strip().lower()),
            message="",
            at=at,
        )
        note("team.invited", about=("invitation", invitation.key), at=at)
        return _mail(invitation, at=at)


def _invite_one(
    *, kind: InvitationKind, by: Member, institution: Institution | None, person: Invitee, message: str, at: datetime
) -> Invitation:
    earlier = Invitation.objects.for_addresses([person.email])
    known = earlier.filter(inviter=by, kind=kind, state=InvitationState.OPEN).select_for_update().first()
    if known is not None and known.expires_at > at and known.institution == institution:
        return known
    if known is not None:
        withdraw_invitation(invitation=known, at=at)
    declined = earlier.filter(
        inviter=by, state=InvitationState.DECLINED, answered_at__gt=at - kept_for("answered_invitations")
    )
    if declined.exists():
        raise InvitationDeclined(person.email)
    if earlier.filter(created_at__gt=at - PER_ADDRESS_IN).count() >= PER_ADDRESS:
        raise InvitedOften(person.email)
    invitation = _create(kind=kind, by=by, institution=institution, person=person, message=message, at=at)
    _mail(invitation, at=at)
    return invitation


def _create(
    *,
    kind: InvitationKind,
    by: Member | None,
    institution: Institution | None,
    person: Invitee,
    message: str,
    at: datetime,
) -> Invitation:
    return Invitation.objects.create(
        kind=kind,
        inviter=by,
        institution=institution,
        role=Role.objects.filter(slug=_ROLE_SLUGS.get(kind, "")).first(),
        email=person.email,
        name=person.name,
        message=message.strip(),
        created_at=at,
        sent_at=at,
        expires_at=at + VALID_FOR,
    )


def _mail(invitation: Invitation, *, at: datetime) -> str:
    _link, token = make_link(
        purpose=PURPOSE, subject_kind=SUBJECT, subject_key=invitation.key, valid_for=VALID_FOR, at=at
    )
    post(invitation_mail(invitation, token=token), at=at)
    return token


def resend_invitation(*, invitation: Invitation, at: datetime) -> Invitation:
    """Mail an invitation once more, with a new link that works for another 30 days; the old one stops.

    Parameters:
        invitation: One of the caller's own.
        at: Now.

    Raises:
        InvitationAnswered: It is no longer open.
        ResentTooSoon: A day has not passed since the last mail.
        ResentTooOften: Three mails were sent.
        InvitingNotAllowed: The sender may no longer invite for this school.
    """
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(of=("self",)).select_related("inviter").get(pk=invitation.pk)
        verdict = decide_resend(state=locked.state, times_sent=locked.times_sent, sent_at=locked.sent_at, at=at)
        if verdict is not Resend.ALLOWED:
            raise _REFUSALS[verdict]
        if not _still_stands(locked, at=at):
            raise InvitingNotAllowed
        revoke_links(subject_kind=SUBJECT, subject_key=locked.key, at=at)
        note("link.renewed", about=("invitation", locked.key), at=at)
        locked.times_sent += 1
        locked.sent_at, locked.expires_at = at, at + VALID_FOR
        locked.save(update_fields=["times_sent", "sent_at", "expires_at"])
        _mail(locked, at=at)
    return locked


def withdraw_invitation(*, invitation: Invitation, at: datetime) -> Invitation:
    """Withdraw an invitation: its link is dead at once. One that has an answer stays as it is."""
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if locked.state == InvitationState.OPEN:
            locked.state, locked.answered_at = InvitationState.WITHDRAWN, at
            locked.save(update_fields=["state", "answered_at"])
            revoke_links(subject_kind=SUBJECT, subject_key=locked.key, at=at)
            note("link.withdrawn", about=("invitation", locked.key), at=at)
    return locked


def invitation_of_link(link: SecretLink, *, at: datetime) -> Invitation:
    """Give the invitation of a link, while it may still be answered.

    Raises:
        LinkUnknown: The invitation is gone.
        LinkRevoked: It was withdrawn, or who sent it may no longer send it.
    """
    people = Invitation.objects.select_related("inviter", "institution__merged_into", "role")
    invitation = people.filter(key=link.subject_key).first()
    if invitation is None:
        raise LinkUnknown
    if invitation.state != InvitationState.OPEN or not _still_stands(invitation, at=at):
        raise LinkRevoked
    return invitation


def _use(link: SecretLink, *, at: datetime) -> Invitation:
    # The invitation first and the link after it, as withdrawing does; else two could wait for each other.
    Invitation.objects.select_for_update().filter(key=link.subject_key).first()
    use_link(link=link, at=at)
    return invitation_of_link(link, at=at)


def _still_stands(invitation: Invitation, *, at: datetime) -> bool:
    """Say whether the sender could send it today; what an operator sent stands by itself."""
    sender = invitation.inviter
    if sender is None:
        return invitation.kind == InvitationKind.PROGRAMME
    schools = schools_to_invite_for(member=sender, kind=InvitationKind(invitation.kind), on=timezone.localdate(at))
    wanted = invitation.institution
    return bool(schools) if wanted is None else wanted.current in schools


def accept_received(*, invitation: Invitation, member: Member, at: datetime) -> Member:
    """Accept from one's own page, without the mail: the invitation went to an address this member proved.

    Raises:
        LinkError: It was answered, withdrawn or is over, or went to another address.
    """
    with transaction.atomic():
        return _accept(_take(invitation.key, member, at=at), member=member, is_new=False, at=at)


def decline_received(*, invitation: Invitation, member: Member, at: datetime) -> Invitation:
    """Say no from one's own page.

    Raises:
        LinkError: It was answered, withdrawn or is over, or went to another address.
    """
    with transaction.atomic():
        return _decline(_take(invitation.key, member, at=at), at=at)


def _take(key: str, member: Member, *, at: datetime) -> Invitation:
    emails = member.emailaddress_set.filter(verified=True).values_list("email", flat=True)
    mine = Invitation.objects.open_at(at).for_addresses(emails).select_for_update(of=("self",)).filter(key=key)
    invitation = mine.select_related("inviter", "institution__merged_into", "role").first()
    if invitation is None:
        raise LinkUnknown
    if not _still_stands(invitation, at=at):
        raise LinkRevoked
    revoke_links(subject_kind=SUBJECT, subject_key=key, at=at)
    return invitation


def accept_invitation(*, link: SecretLink, member: Member | None, name: PersonName | None, at: datetime) -> Member:
    """Accept, once: the person becomes a member and belongs to the school; a new person gets an account.

    Parameters:
        link: From the address; holding it proves that the invited address is read.
        member: Who is signed in; None makes an account for the invited address.
        name: Of a new person; not read for who is signed in.
        at: Now.

    Returns:
        The member.

    Raises:
        LinkError: The link was used, withdrawn or is over; decided under its lock.
        AccountExists: The address has an account; its owner signs in and accepts then.
        AccountClosed: The account of the address was closed.
    """
    with transaction.atomic():
        invitation = _use(link, at=at)
        is_new = member is None
        if member is None:
            parts = name or PersonName("", "", "")
            member = open_account(
                email=invitation.email,
                given_name=parts.given_name,
                name_prefix=parts.name_prefix,
                family_name=parts.family_name,
            )
        return _accept(invitation, member=member, is_new=is_new, at=at)


def _accept(invitation: Invitation, *, member: Member, is_new: bool, at: datetime) -> Member:
    if is_new or member.email == invitation.email:
        admit_by_address(member=member, email=invitation.email, at=at)
    admit_member(member=member, at=at)
    _affiliate(invitation, member)
    if invitation.kind == InvitationKind.PROGRAMME:
        member.groups.add(Group.objects.get(name=PROGRAMME_TEAM))
    invitation.state, invitation.answered_at, invitation.accepted_by = InvitationState.ACCEPTED, at, member
    invitation.save(update_fields=["state", "answered_at", "accepted_by"])
    if invitation.inviter is not None:
        post(accepted_mail(invitation, inviter=invitation.inviter, member=member), at=at)
    return member


def _affiliate(invitation: Invitation, member: Member) -> None:
    if invitation.institution is None:
        return
    school = invitation.institution.current
    place = Affiliation.objects.filter(member=member, institution=school, ends_on=None).order_by("pk").first()
    if place is None:
        place = affiliate_member(member=member, institution=school, role=invitation.role)
    elif place.role is None and invitation.role is not None:
        place = describe_work(affiliation=place, role=invitation.role, local_title=place.local_title)
    if invitation.kind == InvitationKind.COLLEAGUE:
        confirm_affiliation(affiliation=place)


def decline_invitation(*, link: SecretLink, at: datetime) -> Invitation:
    """Say no, once. The sender reads it in the list and can't invite this address again for a year.

    Raises:
        LinkError: The link was used, withdrawn or is over; decided under its lock.
    """
    with transaction.atomic():
        return _decline(_use(link, at=at), at=at)


def _decline(invitation: Invitation, *, at: datetime) -> Invitation:
    invitation.state, invitation.answered_at = InvitationState.DECLINED, at
    invitation.save(update_fields=["state", "answered_at"])
    return invitation


def erase_invitations(*, member: Member, at: datetime) -> int:
    """Delete what someone sent and what they were sent; give the number of rows deleted."""
    with transaction.atomic():
        mine = Q(inviter=member) | Q(accepted_by=member) | Q(email__in=member.proven_addresses)
        rows = Invitation.objects.filter(mine)
        for key in rows.values_list("key", flat=True):
            revoke_links(subject_kind=SUBJECT, subject_key=key, at=at)
        deleted, _per_model = rows.delete()
    return deleted


def outdate_invitations(*, at: datetime) -> int:
    """Delete invitations that nobody needs any more; give the number of rows deleted."""
    deleted, _per_model = Invitation.objects.past_keeping(at).delete()
    return deleted
