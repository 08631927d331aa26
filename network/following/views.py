"""Following, what is followed, and the choices about mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.errors import NetworkError
from network.following.actions import choose_mail, follow, remove_search, rename_search, save_search, unfollow
from network.following.errors import NothingToFollow
from network.following.forms import MailForm, SearchNameForm
from network.following.kinds import followed_theme
from network.following.mails import PURPOSE
from network.following.models import Follow, SavedSearch
from network.following.news import followed_by, followed_keys
from network.following.saved import saved_lines
from network.members.models import Member
from network.members.viewers import viewer_of
from network.push.panel import panel_for
from network.vocabulary.models import Theme
from portal.shared.http import way_back
from portal.shared.outbox.actions import refuse_topic
from portal.shared.outbox.topics import UnknownSecret, is_refused, read_secret
from portal.shared.registries.following import followables, follows_apart


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Ask whether someone wants to follow a thing; a POST follows it or lets it go."""
    viewer, at = viewer_of(request), timezone.now()
    is_followed = Follow.objects.filter(member=request.user, kind=kind, object_key=key).exists()
    found = followables.get(kind).find([key], viewer, at=at).get(key) if kind in followables else None
    if found is None and not is_followed:
        raise Http404
    if request.method == "POST":
        _change(request, kind, key, viewer=viewer, at=at, lets_go=request.POST.get("doen") == "stop")
        return redirect(way_back(request, fallback="following:overview"))
    context = {"kind": kind, "key": key, "followed": found, "is_followed": is_followed}
    return render(request, "network/following/one.html", context)


def _change(request: HttpRequest, kind: str, key: str, *, viewer, at, lets_go: bool) -> None:
    try:
        if lets_go:
            unfollow(member=request.user, kind=kind, key=key)
            messages.success(request, _("You do not follow this any more."))
        else:
            follow(member=request.user, viewer=viewer, kind=kind, key=key, at=at)
            messages.success(request, _("You follow this. What is new stands on your page and in your mail."))
    except NothingToFollow as error:
        raise Http404 from error
    except NetworkError as error:
        messages.error(request, error.message)


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what someone follows, in the digest and apart from it, and the themes there are."""
    viewer, now = viewer_of(request), timezone.now()
    groups = followed_by(request.user.key, viewer, at=now)
    apart = [
        {"title": kind.title, "items": items}
        for kind in follows_apart
        if (items := list(kind.items(request.user, viewer, at=now)))
    ]
    searches = saved_lines(SavedSearch.objects.filter(member=request.user))
    followed = set(followed_keys(request.user.key).get("thema", []))
    more = [followed_theme(theme) for theme in Theme.objects.all() if theme.slug not in followed]
    return render(
        request,
        "network/following/overview.html",
        {"groups": [group for group in groups if group.items], "searches": searches, "apart": apart, "more": more},
    )


@login_required
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep a search, as the results page hands it over, and go to its own page."""
    try:
        row, is_new = save_search(member=request.user, query=request.POST.get("zoek", ""), at=timezone.now())
    except NetworkError as error:
        messages.error(request, error.message)
        return redirect("following:overview")
    if is_new and _gets_digest(request.user):
        messages.success(request, _("Saved. What is new for this search stands in your mail."))
    elif is_new:
        way, address = _("Choose which mail you want"), reverse("following:mail_choices")
        said = _("Saved. You get no mail about what is new: that is what you chose.")
        messages.success(request, format_html('{} <a href="{}">{}</a>', said, address, way))
    else:
        messages.info(request, _("You had this search already."))
    return redirect(row)


def _gets_digest(member: Member) -> bool:
    return not is_refused(kind="member", key=member.key, purpose=PURPOSE)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved_search(request: HttpRequest, key: str) -> HttpResponse:
    """Show one saved search; a POST gives it another name or removes it."""
    row = get_object_or_404(SavedSearch, key=key, member=request.user)
    if request.method == "POST" and request.POST.get("doen") == "weg":
        remove_search(member=request.user, key=key)
        messages.success(request, _("The search is removed."))
        return redirect("following:overview")
    form = SearchNameForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_bound and form.is_valid():
        rename_search(search=row, name=form.cleaned_data["name"])
        messages.success(request, _("The name is saved."))
        return redirect("following:overview")
    line = saved_lines([row])[0]
    context = {"form": form, "line": line, "is_mailed": _gets_digest(request.user)}
    return render(request, "network/following/saved_search.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request: HttpRequest) -> HttpResponse:
    """Choose which mail comes."""
    form = MailForm(request.POST if request.method == "POST" else None, member=request.user)
    if form.is_bound and form.is_valid():
        choose_mail(
            member=request.user,
            rhythm=form.cleaned_data["rhythm"],
            topics=form.cleaned_data.get("topics", []),
            at=timezone.now(),
        )
        messages.success(request, _("Your choices about mail are saved."))
        return redirect("following:mail_choices")
    context = {"form": form, "push": panel_for(request)}
    return render(request, "network/following/mail_choices.html", context)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whether this mail must stop; a POST, also that of a mail program, stops it at once.

    The signed secret stands in for sign-in and token: a mail program has neither (RFC 8058).
    """
    try:
        key, topic = read_secret(secret)
    except UnknownSecret:
        return _unlisted(render(request, "network/following/unsubscribe_unknown.html", status=404))
    if request.method == "POST":
        refuse_topic(kind="member", key=key, topic=topic.name, at=timezone.now())
    is_stopped = is_refused(kind="member", key=key, purpose=topic.purposes[0])
    return _unlisted(render(request, "network/following/unsubscribe.html", {"topic": topic, "is_stopped": is_stopped}))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
