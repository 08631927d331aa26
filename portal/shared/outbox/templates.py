"""Mail texts: templates in files, in the reader's language, always with a plain text (DECISIONS 30)."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.utils import translation

from portal.shared.outbox.models import MailIntro
from portal.shared.outbox.rules import one_line

if TYPE_CHECKING:
    from css_inline import CSSInliner

BASE_TEMPLATE = "mail/base.html"
STYLES = "css/mail.css"


@dataclass(frozen=True, slots=True)
class MailText:
    """What someone reads: subject on one line, plain text, and the same as HTML with its styles on the elements."""

    subject: str
    text: str
    html: str


def render_mail(*, app: str, name: str, context: dict, language: str = "nl", purpose: str = "") -> MailText:
    """Render `templates/<app>/mail/<name>.subject.txt`, `.body.txt` and, where it exists, `.html`.

    Without an own .html, the plain text is set in the base layout, with its paragraphs and links.

    Parameters:
        app: Folder under templates/, e.g. "events".
        name: The mail, e.g. "registration_confirmed".
        context: Variables of the templates. Added: `site_name`, `site_url` (no slash at the end), `language`,
            `subject`, and `intro`, the editors' opening words for the purpose.
        language: The reader's, "nl" or "en".
        purpose: Whose opening words; without it, "<app>.<name>".

    Returns:
        The texts. Values are escaped in the HTML and only there.

    Raises:
        TemplateDoesNotExist: Subject or body is missing.
    """
    folder = f"{app}/mail/{name}"
    with translation.override(language):
        values = {
            "site_name": settings.WAGTAIL_SITE_NAME,
            "site_url": settings.WAGTAILADMIN_BASE_URL.rstrip("/"),
            "language": language,
            "intro": _intro(purpose or f"{app}.{name}"),
            **context,
        }
        subject = one_line(_plain(f"{folder}.subject.txt", values))
        values["subject"] = subject
        text = _tidy(_plain(f"{folder}.body.txt", values))
        html = _html(f"{folder}.html", values | {"plain_text": text})
    return MailText(subject=subject, text=text, html=_inliner().inline(html))


def _intro(purpose: str) -> str:
    return MailIntro.objects.filter(purpose=purpose).values_list("text", flat=True).first() or ""


def _plain(name: str, values: dict) -> str:
    # Not through the loader's render(), which escapes: nobody reads "&#x27;t Hart" in a plain text.
    template: Template = get_template(name).template
    return template.render(Context(values, autoescape=False))


def _tidy(text: str) -> str:
    """Drop spaces at line ends, and more than one empty line in a row, which template tags leave behind."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines).strip() + "\n"


def _html(name: str, values: dict) -> str:
    try:
        return get_template(name).render(values)
    except TemplateDoesNotExist as missing:
        if str(missing) != name:
            raise
        return render_to_string(BASE_TEMPLATE, values)


@lru_cache(maxsize=1)
def _inliner() -> "CSSInliner":
    # A megabyte and a half that a process takes once it writes a mail.
    from css_inline import CSSInliner  # noqa: PLC0415

    # From the source folder and not from the collected files: the worker's image may be without those.
    found = finders.find(STYLES)
    styles = Path(found).read_text(encoding="utf-8") if found else ""
    return CSSInliner(extra_css=styles, load_remote_stylesheets=False, keep_style_tags=False)
