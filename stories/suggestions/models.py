"""What people send to the editors: a question, an addition to a page, the wish to take part."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.models import Institution, Member
from portal.shared.keys import new_key
from stories.suggestions.querysets import SuggestionQuerySet
from stories.suggestions.states import SuggestionKind, SuggestionState


class Suggestion(models.Model):
    """One message in the editors' inbox, with its state and the answer the sender got.

    The sender is a member, or a typed name and address; one of the two.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=SuggestionKind)
    page = models.ForeignKey(
        Page, verbose_name=_("about"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    member = models.ForeignKey(
        Member, verbose_name=_("member"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    institution = models.ForeignKey(
        Institution, verbose_name=_("school"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sender_name = models.CharField(_("name"), max_length=120, blank=True)
    sender_email = models.EmailField(_("e-mail address"), blank=True)
    text = models.TextField(_("text"), max_length=4000)
    state = models.CharField(_("state"), max_length=12, choices=SuggestionState, default=SuggestionState.NEW)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    handled_by = models.ForeignKey(
        Member, verbose_name=_("handled by"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("received at"))
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("message to the editors")
        verbose_name_plural = _("messages to the editors")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.from_whom()}"

    def from_whom(self) -> str:
        """Name the sender as the editors see it."""
        return str(self.member) if self.member else self.sender_name or self.sender_email

    def address(self) -> str:
        """Where an answer goes; empty for a member whose account is gone."""
        return self.member.email if self.member else self.sender_email
