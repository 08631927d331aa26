"""The demo with script in every text that people write, in mails made of it, and in names and insides of files.

Run inside a site by `manage.py shell`, after HOSTILE_TURN chose which payload stands where; prints the samples of
`axe_content.make`, how many columns hold script, and the HTML of each kind of mail.
"""

import io
import json
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from portal.shared.media.models import PortalDocument, PortalImage
from portal.shared.outbox.models import OutboxMail
from portal.shared.outbox.previews import MailSample, mail_samples
from portal.shared.outbox.templates import render_mail
from search.index.actions import sync_engines
from search.related.actions import relate_changed
from stories.models import CoachStoryPage
from tests.fuzz.filling import fill
from tests.fuzz.payloads import PAYLOADS
from tests.journeys import axe_content

TURN = int(os.environ.get("HOSTILE_TURN", "0"))


def words(place: int, longest: int) -> str:
    """Give the number of the place, so that no two are the same, and as many payloads as there is room for."""
    said = f"{place}"
    for step in range(len(PAYLOADS)):
        payload = PAYLOADS[(place * 37 + TURN * 29 + step) % len(PAYLOADS)]
        if len(said) + len(payload) < longest:
            said += f" {payload}"
    return said[:longest]


def _files() -> None:
    """Put script in the name, title, alt text and EXIF of a picture on a story, and in the name of a document."""
    exif = Image.Exif()
    exif[270], exif[315] = PAYLOADS[0], PAYLOADS[1]
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(file, "JPEG", exif=exif)
    name = '"><img src=x onerror=window.__x=1>.jpg'
    picture = PortalImage.objects.create(title=words(1, 255), file=ContentFile(file.getvalue(), name=name))
    PortalDocument.objects.create(title=words(2, 255), file=ContentFile(b"%PDF-1.4", name=name.replace("jpg", "pdf")))
    CoachStoryPage.objects.live().update(picture=picture, picture_alt=words(3, 120))


def _said_hostile(value, place: int):
    """Replace what people typed; addresses the site makes itself."""
    if isinstance(value, str):
        return value if value.startswith(("http", "/", "mailto:")) else words(place, 300)
    if isinstance(value, Mapping):
        return {name: _said_hostile(each, place + n) for n, (name, each) in enumerate(value.items())}
    if isinstance(value, (list, tuple)):
        return [_said_hostile(each, place + n) for n, each in enumerate(value)]
    return value


def _hostile_mail(sample: MailSample) -> str:
    context = _said_hostile(sample.context(), len(sample.key))
    return render_mail(app=sample.app, name=sample.name, context=context, language="nl", purpose=sample.purpose).html


def make() -> None:
    """Fill, make what the demo lacks out of those words, and fill what was made."""
    fill(words)
    with redirect_stdout(io.StringIO()) as printed:
        axe_content.make()
    samples = json.loads(printed.getvalue().splitlines()[-1])
    filled = fill(words)
    _files()
    sync_engines(at=timezone.now())
    relate_changed(at=timezone.now(), seconds=60)
    mails = {mail.purpose: mail.html for mail in OutboxMail.objects.exclude(html="")}
    mails |= {sample.key: _hostile_mail(sample) for sample in mail_samples}
    sys.stdout.write(json.dumps({"samples": samples, "filled": filled, "mails": mails}))
