"""What editors want above the results of a question."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from search.promoted.rules import kind_and_key, words_of

# All questions of all promotions are held by every process.
MOST_QUESTIONS = 50
# No longer question is answered.
LONGEST_QUESTION = 200


def lines_of(text: str) -> tuple[str, ...]:
    """Give the lines of a text that hold something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class Promotion(ClusterableModel):
    """Things that stand above the results of some questions, from and up to a day."""

    questions = models.TextField(
        _("search questions"),
        help_text=_(
            "What people type, one question per line. Capitals, order and endings of words make no difference: “coach "
            "uren” is also “uren coaches”. Synonyms are not added: type each word for which it should count."
        ),
    )
    starts_on = models.DateField(_("from"), null=True, blank=True, help_text=_("Empty: from now on."))
    ends_on = models.DateField(_("up to"), null=True, blank=True, help_text=_("Empty: until you take it away."))
    updated_at = models.DateTimeField(_("changed on"), auto_now=True)

    class Meta:
        ordering = ["questions", "pk"]
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="search_promotion_in_order",
                violation_error_message=_("The last day comes before the first one."),
            )
        ]

    def __str__(self) -> str:
        return ", ".join(lines_of(self.questions)[:3])

    def clean(self) -> None:
        lines = lines_of(self.questions)
        if len(lines) > MOST_QUESTIONS:
            message = _("Put at most %(most)s search questions here. Make another promotion for the rest.")
            raise ValidationError({"questions": ValidationError(message, params={"most": MOST_QUESTIONS})})
        if any(len(line) > LONGEST_QUESTION for line in lines):
            message = _("A search question has at most %(most)s characters. Put each on its own line.")
            raise ValidationError({"questions": ValidationError(message, params={"most": LONGEST_QUESTION})})
        empty = [line for line in lines if not words_of(line)]
        if empty:
            message = _("“%(question)s” holds only words that search leaves out. Type a word that says more.")
            raise ValidationError({"questions": ValidationError(message, params={"question": empty[0]})})

    def validate_constraints(self, exclude=None) -> None:
        """Say on the field that the days are the wrong way round."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day comes before the first one.")})
        super().validate_constraints(exclude=exclude)


class PromotedResult(Orderable):
    """One findable thing of a promotion. The index knows it by kind and key; when it is gone, nothing is shown."""

    promotion = ParentalKey(Promotion, on_delete=models.CASCADE, related_name="results")
    thing = models.CharField(_("what"), max_length=121)
    reason = models.CharField(
        _("why"), max_length=160, blank=True, help_text=_("One line below the title. Leave it empty when it is clear.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")

    def __str__(self) -> str:
        return self.thing

    def clean(self) -> None:
        if self.thing and not kind_and_key(self.thing)[0]:
            raise ValidationError({"thing": _("Choose something that search can find.")})
