"""Two versions of one text side by side, with a choice per field."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from stories.contributions.actions.writing import shown_answers
from stories.contributions.errors import StaleText
from stories.contributions.forms import StepForm
from stories.contributions.models import Contribution
from stories.contributions.pagetexts import Answers, latest_revision, version_of
from stories.contributions.questions import Step

# The part of a field's name in the form that holds the choice.
CHOICE = "keep-"


def chosen_answers(
    request: HttpRequest, contribution: Contribution, form: StepForm
) -> tuple[Answers, dict[str, object]]:
    """Give what was typed, with the saved version of each field for which the member chose that one.

    Returns:
        (as typed, cleaned) by question.
    """
    theirs = {
        name.removeprefix(CHOICE)
        for name, value in request.POST.items()
        if name.startswith(CHOICE) and value == "theirs"
    }
    typed, valid = form.typed(), form.valid()
    if not theirs:
        return typed, valid
    now = shown_answers(contribution, latest_revision(contribution.page_id).as_object())
    return (
        {name: now.get(name, "") if name in theirs else value for name, value in typed.items()},
        {name: value for name, value in valid.items() if name not in theirs},
    )


def conflict_page(
    request: HttpRequest, contribution: Contribution, step: Step, form: StepForm, stale: StaleText
) -> HttpResponse:
    """Show both versions. All typed values go along hidden, so whatever is chosen, nothing is lost on the way."""
    form.is_valid()
    typed = form.typed()
    differences = [
        {
            "name": f"{CHOICE}{name}",
            "label": form[name].label,
            "mine": _words(form, name, typed[name]),
            "theirs": _words(form, name, theirs),
        }
        for name, theirs in stale.theirs.items()
    ]
    hidden = [
        (name, value) for name, values in typed.items() for value in (values if isinstance(values, list) else [values])
    ]
    return render(
        request,
        "stories/contributions/conflict.html",
        {
            "contribution": contribution,
            "step": step,
            "message": stale.message,
            "differences": differences,
            "hidden": hidden,
            "version": version_of(latest_revision(contribution.page_id)),
            "action": reverse("contributions:step", kwargs={"key": contribution.key, "step": step.slug}),
        },
        status=409,
    )


def _words(form: StepForm, name: str, value: object) -> str:
    """Say an answer as a reader knows it: the words of a choice, not its key."""
    choices = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices.get(each, each)) for each in value)
    return str(choices.get(value, value))
