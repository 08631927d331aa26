"""The editors' open remarks in Wagtail, as the writer reads them: at which question, and what."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Comment

from stories.contributions.models import Contribution
from stories.contributions.pagetexts import block_id
from stories.contributions.questions import Place, questions_of


@dataclass(frozen=True, slots=True)
class Remark:
    """One open remark. `label` names the question in the form, or the part of the page."""

    label: str
    text: str


def open_remarks(contribution: Contribution) -> list[Remark]:
    """List the open remarks in the order they were made, in one query; editors stay nameless here."""
    labels = _labels(contribution)
    comments = Comment.objects.filter(page_id=contribution.page_id, resolved_at=None).order_by("created_at", "pk")
    return [Remark(_label(comment.contentpath, labels), comment.text) for comment in comments]


def _labels(contribution: Contribution) -> dict[str, str]:
    labels: dict[str, str] = {}
    for question in questions_of(contribution.kind):
        if question.place in (Place.TEXT, Place.ADVICE):
            labels[block_id(contribution.key, question.name)] = str(question.label)
        elif question.place is not Place.FIGURE and question.target:
            labels[question.target.removesuffix("_id")] = str(question.label)
    return labels


def _label(path: str, labels: dict[str, str]) -> str:
    """Read Wagtail's "field" or "field.block id.…"; what the form has no question for is named in general."""
    field, _dot, rest = path.partition(".")
    if rest:
        return labels.get(rest.partition(".")[0], _("In the text"))
    return labels.get(field, _("About the whole"))
