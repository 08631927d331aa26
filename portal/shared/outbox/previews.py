"""Mail texts with sample values, so that editors read a mail before anyone gets it (DECISIONS 30).

Each subject registers a sample per mail beside itself; a test fails for a mail text without one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from portal.shared.outbox.templates import MailText, render_mail
from portal.shared.registries.registry import Registry

BODY = ".body.txt"


@dataclass(frozen=True, slots=True)
class MailSample:
    """One mail with values as they could be; `context` is called when someone looks, in the language shown."""

    app: str
    name: str
    purpose: str
    context: Callable[[], Mapping[str, object]]

    @property
    def key(self) -> str:
        """Name the mail as its templates are found: "stories/suggestion_received"."""
        return f"{self.app}/{self.name}"

    def render(self, language: str = "nl") -> MailText:
        """Render the real templates with the sample values."""
        return render_mail(
            app=self.app, name=self.name, context=dict(self.context()), language=language, purpose=self.purpose
        )


mail_samples: Registry[MailSample] = Registry("mail samples")


def register_mail_sample(
    *, app: str, name: str, context: Callable[[], Mapping[str, object]], purpose: str = ""
) -> MailSample:
    """Enter a sample; called from an AppConfig.ready(), once per mail.

    Parameters:
        app: Folder under templates/, as for render_mail.
        name: The mail.
        context: Gives the values that the subject gives render_mail; must not need a row in the database.
        purpose: Whose opening words; without it, "<app>.<name>".
    """
    sample = MailSample(app=app, name=name, purpose=purpose or f"{app}.{name}", context=context)
    known = {entry.key: entry for entry in mail_samples}
    return known.get(sample.key) or mail_samples.register(sample.key, sample)


def mail_templates() -> list[str]:
    """List every mail text that stands in templates/, by the key of its sample."""
    found = []
    for folder in settings.TEMPLATES[0]["DIRS"]:
        root = Path(folder)
        for file in root.glob(f"**/mail/*{BODY}"):
            app = file.parent.parent.relative_to(root).as_posix()
            found.append(f"{app}/{file.name.removesuffix(BODY)}")
    return sorted(found)
