"""Reads what operators ask and decide on the pages of clock, tasks and mail."""

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus

from portal.shared.jobs.registry import jobs
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.states import MailState

MOST_AT_ONCE = 500
UNFINISHED_TASKS = (TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED)


class MailDecision(forms.Form):
    """Which mails, and what to do with them."""

    SEND, HOLD, LEAVE = "stuur", "houd", "laat"

    decision = forms.ChoiceField(choices=[(each, each) for each in (SEND, HOLD, LEAVE)])
    keys = forms.TypedMultipleChoiceField(coerce=str, error_messages={"required": _("Tick at least one line.")})

    def __init__(self, data) -> None:
        super().__init__(data)
        # Whatever was ticked: the action takes what it can decide on.
        ticked = [key[:20].replace("\x00", "") for key in data.getlist("keys")[:MOST_AT_ONCE]]
        self.fields["keys"].choices = [(key, key) for key in ticked]


class TaskDecision(forms.Form):
    """Which failed tasks, and what to do with them."""

    RETRY, DROP = "opnieuw", "weg"

    decision = forms.ChoiceField(choices=[(each, each) for each in (RETRY, DROP)])
    keys = forms.TypedMultipleChoiceField(coerce=UUID, error_messages={"required": _("Tick at least one line.")})

    def __init__(self, data) -> None:
        super().__init__(data)
        ticked = [key for key in data.getlist("keys")[:MOST_AT_ONCE] if _is_uuid(key)]
        self.fields["keys"].choices = [(key, key) for key in ticked]


class JobChoice(forms.Form):
    """Which job is to run now."""

    job = forms.ChoiceField()

    def __init__(self, data) -> None:
        super().__init__(data)
        self.fields["job"].choices = [(name, name) for name in jobs.names()]


class MailFilter(forms.Form):
    """Which mails are shown; what can't be read is as if it wasn't there."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All that did not leave")),
            *((state.value, state.label) for state in MailState if state is not MailState.SENT),
        ],
    )
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)

    def __init__(self, data) -> None:
        super().__init__(data)
        purposes = OutboxMail.objects.waiting_or_stranded().order_by("purpose").values_list("purpose", flat=True)
        self.fields["purpose"].choices = [("", _("All")), *((each, each) for each in purposes.distinct())]
        self.full_clean()

    def mails(self):
        """Give the mails asked for, the longest waiting first."""
        state, purpose = self.cleaned_data.get("state"), self.cleaned_data.get("purpose")
        found = OutboxMail.objects.filter(state=state) if state else OutboxMail.objects.waiting_or_stranded()
        return (found.filter(purpose=purpose) if purpose else found).order_by("created_at", "pk")


class TaskFilter(forms.Form):
    """Which tasks are shown."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All that are not done")),
            (TaskResultStatus.FAILED, _("failed")),
            (TaskResultStatus.RUNNING, _("running")),
            (TaskResultStatus.READY, _("waiting")),
        ],
    )

    def __init__(self, data) -> None:
        super().__init__(data)
        self.full_clean()

    def states(self) -> tuple[str, ...]:
        """Give the states asked for."""
        state = self.cleaned_data.get("state")
        return (state,) if state else UNFINISHED_TASKS


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
