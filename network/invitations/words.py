"""How each kind of invitation is called on screen, and who may send it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.invitations.states import InvitationKind


@dataclass(frozen=True, slots=True)
class InviteWords:
    """The words of one kind; `slug` is the part of the address, `who` says who may send it."""

    kind: InvitationKind
    slug: str
    title: Promise
    text: Promise
    button: Promise
    who: Promise


INVITE: Mapping[InvitationKind, InviteWords] = {
    InvitationKind.COLLEAGUE: InviteWords(
        kind=InvitationKind.COLLEAGUE,
        slug="collegas",
        title=_("Invite colleagues"),
        text=_("They become a member at once and stand on the page of your school, as confirmed by you."),
        button=_("Send the invitations"),
        who=_("Only the coordinator of a school invites colleagues."),
    ),
    InvitationKind.ICT_PARTNER: InviteWords(
        kind=InvitationKind.ICT_PARTNER,
        slug="ict-partner",
        title=_("Invite your ICT partner"),
        text=_("The colleague at ICT with whom you work. Your coordinator confirms afterwards that they work there."),
        button=_("Send the invitation"),
        who=_(
            "Coaches invite their ICT partner. For that, your coordinator has to confirm that you coach, "
            "or you need an e-mail address of your school."
        ),
    ),
    InvitationKind.AMBASSADOR: InviteWords(
        kind=InvitationKind.AMBASSADOR,
        slug="ambassadeur",
        title=_("Ask an ambassador"),
        text=_("Somebody of whom colleagues of other schools can ask something."),
        button=_("Send the invitation"),
        who=_("Only editors and the programme team ask ambassadors."),
    ),
}
