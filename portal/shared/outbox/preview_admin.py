"""Mail texts in /beheer/: what each mail looks like, in both languages."""

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.viewsets.base import ViewSet

from portal.shared.outbox.models import MailIntro
from portal.shared.outbox.previews import mail_samples

LANGUAGES = ("nl", "en")


class MailPreviewViewSet(ViewSet):
    """The list of mails, and one of them."""

    name = "mailpreview"
    url_prefix = "mailvoorbeelden"
    menu_label = gettext_lazy("Mail texts")
    icon = "doc-full"

    def get_urlpatterns(self):
        return [
            path("", mails, name="index"),
            path("<path:key>/", mail, name="mail"),
        ]


def _crumbs(label: str) -> list[dict[str, str]]:
    return [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse("mailpreview:index"), "label": _("Mail texts")},
        {"url": "", "label": label},
    ]


def mails(request: HttpRequest) -> TemplateResponse:
    """List every mail with its subject, and the editors' opening words where it has them."""
    words = dict(MailIntro.objects.values_list("purpose", "text"))
    rows = [
        {"key": sample.key, "subject": sample.render().subject, "words": words.get(sample.purpose, "")}
        for sample in mail_samples
    ]
    context = {
        "rows": rows,
        "page_title": _("Mail texts"),
        "header_icon": "mail",
        "breadcrumbs_items": _crumbs(_("All mails"))[:2],
    }
    return TemplateResponse(request, "mail/admin/list.html", context)


def mail(request: HttpRequest, key: str) -> TemplateResponse:
    """Show one mail with sample values."""
    if key not in mail_samples:
        raise Http404
    language = request.GET.get("taal")
    language = language if language in LANGUAGES else LANGUAGES[0]
    sample = mail_samples.get(key)
    intro = MailIntro.objects.filter(purpose=sample.purpose).first()
    text = sample.render(language)
    context = {
        "mail": text,
        "sample": sample,
        "language": language,
        "languages": LANGUAGES,
        "intro": intro,
        "page_title": text.subject,
        "header_icon": "mail",
        "breadcrumbs_items": _crumbs(text.subject),
    }
    return TemplateResponse(request, "mail/admin/one.html", context)
