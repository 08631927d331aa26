"""Writing to the people of a date: choose, look, try out on oneself, send; and what was sent."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from events.desk.actions import deliveries_of, send_message, send_test
from events.desk.audiences import dates_of, readers_of
from events.desk.errors import AudienceChanged, NobodyToWrite
from events.desk.forms import MessageForm
from events.desk.mails import About, shown_mail
from events.desk.models import OrganiserMessage
from events.desk.people import moment_words
from events.desk.rules import shows_names
from events.desk.states import Group, Reach
from events.desk.views.access import for_date, while_named
from events.desk.views.lists import about
from events.errors import EventsError
from events.meetups.models import Occurrence
from events.meetups.states import Mode

PER_PAGE = 20


@dataclass(frozen=True)
class SentLine:
    """One message that was sent, in words; the counts add up to `recipients`."""

    subject: str
    text: str
    when: str
    who: str
    audience: str
    counts: str


@for_date
@require_safe
def sent(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Show what was sent to people of this date, with how many mails arrived."""
    now = timezone.now()
    rows = OrganiserMessage.objects.reaching(date).select_related("sender")
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    shown = list(page_obj.object_list)
    live = deliveries_of(shown)
    context = {
        **about(date),
        "page_obj": page_obj,
        "lines": [_sent_line(row, live[row.key]) for row in shown],
        "may_write": shows_names(ends_at=date.ends_at, at=now),
    }
    return render(request, "events/desk/messages.html", context)


@while_named
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, date: Occurrence) -> HttpResponse:
    """Write, look at how many people get it and how it reads, try it out, send."""
    form = MessageForm(request.POST if request.method == "POST" else None, occurrence=date)
    if request.method != "POST" or not form.is_valid() or request.POST.get("stap") == "terug":
        return render(request, "events/desk/write.html", {**about(date), "form": form})
    refusal = notice = ""
    try:
        if request.POST.get("stap") == "versturen":
            try:
                return _sent(request, date, form)
            except AudienceChanged as error:
                refusal = str(error)
        elif request.POST.get("stap") == "test":
            _send_test(request, date, form)
            notice = _("The test is on its way to you. Look in your mail.")
        return _preview(request, date, form, notice=notice, refusal=refusal)
    except EventsError as error:
        form.add_error(None, str(error))
    return render(request, "events/desk/write.html", {**about(date), "form": form})


def _sent(request: HttpRequest, date: Occurrence, form: MessageForm) -> HttpResponse:
    message = send_message(occurrence=date, sender=request.user, plan=form.plan(), at=timezone.now())
    words = ngettext(
        "Sent to %(n)d person, in a mail of their own.",
        "Sent to %(n)d people, each in a mail of their own.",
        message.recipients,
    )
    messages.success(request, words % {"n": message.recipients})
    return redirect("desk:messages", key=date.meetup.key, occurrence=date.key)


def _send_test(request: HttpRequest, date: Occurrence, form: MessageForm) -> None:
    send_test(
        about=About(date, form.reach()),
        sender=request.user,
        form_key=form.cleaned_data["form_key"],
        words=form.words(),
        at=timezone.now(),
    )


def _preview(
    request: HttpRequest, date: Occurrence, form: MessageForm, *, notice: str = "", refusal: str = ""
) -> HttpResponse:
    audience = form.audience()
    number = len(readers_of(dates_of(date, audience.reach, at=timezone.now()), audience))
    if not number:
        raise NobodyToWrite
    mail = shown_mail(about=About(date, audience.reach), words=form.words(), sender=request.user)
    context = {
        **about(date),
        "form": _carried(form, seen=number),
        "number": number,
        "audience": _audience_words(audience.reach, audience.groups, audience.mode, *_names(form)),
        "mail": mail,
        "notice": notice,
        "refusal": refusal,
    }
    return render(request, "events/desk/preview.html", context)


def _names(form: MessageForm) -> tuple[str, str]:
    """Give session and school as they are called."""
    named = []
    for name in ("session", "school"):
        value = form.cleaned_data.get(name, "")
        named.append(str(dict(form.fields[name].choices)[value]) if value else "")
    return named[0], named[1]


def _carried(form: MessageForm, *, seen: int) -> MessageForm:
    """Carry what was typed to the next step, unseen, with the number of people that is shown now."""
    form.data = form.data.copy()
    form.data["seen"] = str(seen)
    for field in form.fields.values():
        field.widget = (
            forms.MultipleHiddenInput() if isinstance(field, forms.MultipleChoiceField) else forms.HiddenInput()
        )
    return form


def _audience_words(reach: str, groups: list[str], mode: str, session: str, school: str) -> str:
    labels, modes = dict(Group.choices), dict(Mode.choices)
    far = "" if reach == Reach.DATE else str(Reach(reach).label)
    parts = [", ".join(str(labels[group]) for group in groups if group in labels)]
    return " · ".join(filter(None, (*parts, str(modes.get(mode, "")), session, school, far)))


def _sent_line(row: OrganiserMessage, live: dict[str, int]) -> SentLine:
    audience = row.audience
    return SentLine(
        subject=row.subject,
        text=row.text,
        when=moment_words(row.sent_at),
        who=str(row.sender) if row.sender else "",
        audience=_audience_words(
            row.reach,
            audience.get("groups", []),
            audience.get("mode", ""),
            audience.get("session", ""),
            audience.get("school", ""),
        ),
        counts=_counts(row, live),
    )


def _counts(row: OrganiserMessage, live: dict[str, int]) -> str:
    arrived, failed, unwanted = (max(getattr(row, name), live[name]) for name in ("sent", "failed", "unwanted"))
    parts = [
        ngettext("to %(n)d person", "to %(n)d people", row.recipients) % {"n": row.recipients},
        _("%(n)d sent") % {"n": arrived},
    ]
    if live["underway"]:
        parts.append(_("%(n)d on its way") % {"n": live["underway"]})
    if failed:
        parts.append(_("%(n)d did not arrive") % {"n": failed})
    if unwanted:
        parts.append(_("%(n)d want no such mail") % {"n": unwanted})
    return " · ".join(parts)
