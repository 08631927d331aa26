"""Messages between two members. GET shows, POST acts."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.contact.access import for_members, name_of, person_or_404, profiles_of
from network.contact.actions import block_member, mark_read, report_message, unblock_member, write_message
from network.contact.errors import ContactError
from network.contact.forms import MessageForm, MessageReportForm
from network.contact.models import Block, Conversation, Message
from network.contact.states import MessageState, ReportReason
from network.members.models import Member
from network.members.profiles import profile_for
from network.members.viewers import viewer_of
from portal.shared.limits.views import paced_people

PER_PAGE = 30


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
@paced_people
def write(request: HttpRequest, key: str) -> HttpResponse:
    """Write a first message; whoever wrote with this person before goes on there."""
    today = timezone.localdate()
    receiver = person_or_404(request, key, on=today)
    known = Conversation.objects.of(request.user).between(request.user, receiver).first()
    if known is not None and request.method != "POST":
        return redirect("contact:thread", key=known.key)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        message = _send(request, form, receiver=receiver, conversation=None)
        if message is not None:
            return redirect("contact:thread", key=message.conversation.key)
    profile = profile_for(viewer_of(request), receiver, on=today, is_brief=True)
    return render(request, "network/contact/write.html", {"profile": profile, "form": form})


def _send(
    request: HttpRequest, form: MessageForm, *, receiver: Member | None, conversation: Conversation | None
) -> Message | None:
    try:
        message = write_message(
            sender=request.user,
            receiver=receiver,
            conversation=conversation,
            text=form.cleaned_data["text"],
            token=form.cleaned_data["token"],
            at=timezone.now(),
        )
    except ContactError as error:
        form.add_error(None, error.message)
        return None
    messages.success(request, _("Your message is sent. You see the answer here, and you get a mail."))
    return message


@for_members
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List one's conversations, the newest first."""
    rows = Conversation.objects.of(request.user).with_news_for(request.user)
    page_obj = Paginator(rows, PER_PAGE).get_page(request.GET.get("pagina"))
    conversations = list(page_obj.object_list)
    others = [row.second_id if row.first_id == request.user.pk else row.first_id for row in conversations]
    profiles = profiles_of(others, viewer_of(request), on=timezone.localdate())
    lines = [
        {"conversation": row, "profile": profiles.get(other), "name": name_of(profiles.get(other))}
        for row, other in zip(conversations, others, strict=True)
    ]
    return render(request, "network/contact/inbox.html", {"lines": lines, "page_obj": page_obj})


def _own_conversation(request: HttpRequest, key: str) -> Conversation:
    rows = Conversation.objects.of(request.user).select_related("first", "second")
    conversation = rows.filter(key=key).first()
    if conversation is None:
        raise Http404
    return conversation


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, key: str) -> HttpResponse:
    """Show a conversation to one of the two, and take an answer."""
    conversation = _own_conversation(request, key)
    other = conversation.other(request.user)
    form = MessageForm(request.POST if request.method == "POST" else None)
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked and _send(request, form, receiver=other, conversation=conversation) is not None:
        return redirect("contact:thread", key=conversation.key)
    profile = profiles_of([other.pk if other else None], viewer_of(request), on=timezone.localdate())
    rows = list(conversation.messages.read_by(request.user))
    context = {
        "conversation": conversation,
        "profile": next(iter(profile.values()), None),
        "name": name_of(next(iter(profile.values()), None)),
        "lines": [_line(row, request.user) for row in rows],
        "unread": sum(_is_new(row, request.user) for row in rows),
        "is_blocked": other is not None and Block.objects.filter(blocker=request.user, blocked=other).exists(),
        "form": form,
    }
    return render(request, "network/contact/thread.html", context)


def _is_new(row: Message, reader: Member) -> bool:
    return row.sender_id != reader.pk and row.state == MessageState.SENT and row.read_at is None


def _line(row: Message, reader: Member) -> dict[str, object]:
    is_own, is_removed = row.sender_id == reader.pk, row.state == MessageState.REMOVED
    report_url = "" if is_own or is_removed else reverse("contact:report", args=[row.key])
    return {"message": row, "is_own": is_own, "is_removed": is_removed, "report_url": report_url}


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, key: str) -> HttpResponse:
    """Mark what reached someone in a conversation as read."""
    conversation = _own_conversation(request, key)
    if request.method == "POST":
        mark_read(conversation=conversation, reader=request.user, at=timezone.now())
    return redirect("contact:thread", key=conversation.key)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Tell the conversation leaders what is wrong with a message that reached someone."""
    received = Message.objects.filter(conversation__in=Conversation.objects.of(request.user), state=MessageState.SENT)
    message = received.exclude(sender=request.user).filter(key=key).select_related("conversation").first()
    if message is None:
        raise Http404
    form = MessageReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason, text = ReportReason(form.cleaned_data["reason"]), form.cleaned_data["text"]
        try:
            report_message(message=message, reporter=request.user, reason=reason, text=text, at=timezone.now())
        except ContactError as error:
            form.add_error(None, error.message)
        else:
            said = _("Thank you. A conversation leader looks at it. You hear from us within three working days.")
            messages.success(request, said)
            return redirect("contact:thread", key=message.conversation.key)
    return render(request, "network/contact/report.html", {"message_row": message, "form": form})


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
@paced_people
def block(request: HttpRequest, key: str) -> HttpResponse:
    """Ask whether to block someone, or to let them through again, and do it."""
    today = timezone.localdate()
    other = person_or_404(request, key, on=today)
    is_blocked = Block.objects.filter(blocker=request.user, blocked=other).exists()
    if request.method == "POST":
        if "unblock" in request.POST:
            unblock_member(blocker=request.user, blocked=other)
            messages.success(request, _("Messages of this person reach you again."))
        else:
            block_member(blocker=request.user, blocked=other, at=timezone.now())
            messages.success(request, _("Nothing of this person reaches you any more. They don't get to see that."))
        return redirect("contact:inbox")
    profile = profile_for(viewer_of(request), other, on=today, is_brief=True)
    return render(request, "network/contact/block.html", {"profile": profile, "is_blocked": is_blocked})
