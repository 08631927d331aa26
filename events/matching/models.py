"""What was found to fit, what someone didn't want, and whom the programme team told of each other."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.matching.querysets import ChainQuerySet, SuggestionQuerySet
from events.matching.states import ChainKind
from events.offers.models import PlacementOffer, PlacementRequest
from network.models import Member
from portal.shared.keys import new_key


class Pair(models.Model):
    """One place and one wish."""

    offer = models.ForeignKey(PlacementOffer, on_delete=models.CASCADE, related_name="%(class)ss")
    request = models.ForeignKey(PlacementRequest, on_delete=models.CASCADE, related_name="%(class)ss")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.offer_id}:{self.request_id}"


class Suggestion(Pair):
    """That a place and a wish fit, as the clock found it last; who sees it is asked anew each time it is shown.

    The row stays when they no longer fit, so that a pair is told once by mail.
    """

    points = models.PositiveSmallIntegerField(_("points"))
    is_current = models.BooleanField(_("fits now"), default=True)
    # Of all that fits, the pairs that together are the best for everyone.
    is_proposed = models.BooleanField(_("proposed to the programme team"), default=False)
    found_at = models.DateTimeField(_("first found at"), default=timezone.now)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        ordering = ["-points", "pk"]
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        constraints = [models.UniqueConstraint(fields=["offer", "request"], name="suggestion_once_per_pair")]
        indexes = [models.Index(fields=["is_current", "found_at"], name="suggestion_by_age")]


class Dismissal(Pair):
    """That one of the two doesn't want to see this pair; nobody else learns of it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("suggestion not wanted")
        verbose_name_plural = _("suggestions not wanted")
        constraints = [
            models.UniqueConstraint(fields=["member", "offer", "request"], name="dismissal_once_per_member_and_pair")
        ]


class Introduction(Pair):
    """That the programme team told both of a pair about each other."""

    made_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("pair that was told")
        verbose_name_plural = _("pairs that were told")
        constraints = [models.UniqueConstraint(fields=["offer", "request"], name="introduction_once_per_pair")]


class ExchangeChain(models.Model):
    """A swap, or a ring of three, as the clock found it last."""

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=4, choices=ChainKind)
    # Names its steps, so that the same chain keeps its row.
    signature = models.CharField(max_length=120, unique=True, editable=False)
    points = models.PositiveSmallIntegerField(_("points of its weakest pair"))
    # Of all chains, those that leave every place and wish in one at most.
    is_proposed = models.BooleanField(_("proposed to the programme team"), default=False)
    found_at = models.DateTimeField(_("first found at"), default=timezone.now)

    objects = ChainQuerySet.as_manager()

    class Meta:
        ordering = ["-points", "pk"]
        verbose_name = _("swap or ring")
        verbose_name_plural = _("swaps and rings")

    def __str__(self) -> str:
        return f"{self.kind} {self.signature}"


class ChainStep(Pair):
    """One step of a chain: this wish goes to this place; the place's school has the wish of the next step."""

    chain = models.ForeignKey(ExchangeChain, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["chain", "position"]
        verbose_name = _("step of a swap or ring")
        verbose_name_plural = _("steps of swaps and rings")
        constraints = [models.UniqueConstraint(fields=["chain", "position"], name="chain_step_once_per_position")]
