"""Who was invited by whom, and what came of it."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from network.institutions.models import Institution
from network.invitations.querysets import InvitationQuerySet
from network.invitations.rules import state_at
from network.invitations.states import InvitationKind, InvitationState
from network.members.models import Member
from network.vocabulary.models import Role
from portal.shared.keys import new_key


class Invitation(models.Model):
    """One address that was invited by one person; the link in the mail is a SecretLink about this key.

    `inviter` is empty for the first account of a new site, which a command invites. Whether the address has an account
    already is nowhere noted before the answer: the inviter reads these rows.
    """

    key = models.CharField(_("key"), max_length=20, unique=True, default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=InvitationKind)
    state = models.CharField(_("state"), max_length=10, choices=InvitationState, default=InvitationState.OPEN)
    inviter = models.ForeignKey(
        Member, verbose_name=_("invited by"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    institution = models.ForeignKey(
        Institution, verbose_name=_("school"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    role = models.ForeignKey(
        Role, verbose_name=_("role"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail address"), db_index=True)
    name = models.CharField(_("name"), max_length=140, blank=True)
    message = models.TextField(_("message"), max_length=600, blank=True)
    created_at = models.DateTimeField(_("invited at"))
    sent_at = models.DateTimeField(_("last mailed at"))
    times_sent = models.PositiveSmallIntegerField(_("times mailed"), default=1)
    expires_at = models.DateTimeField(_("works until"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        Member, verbose_name=_("accepted by"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["inviter", "kind", "email"],
                condition=models.Q(state=InvitationState.OPEN),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"

    def state_at(self, at: datetime) -> InvitationState:
        """Give where it stands now, expired ones as such."""
        return state_at(state=self.state, expires_at=self.expires_at, at=at)
