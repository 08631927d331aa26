"""From a row to a mail on the wire."""

import base64

from django.core.mail import EmailMultiAlternatives

from portal.shared.outbox.models import OutboxMail


def send_now(mail: OutboxMail) -> None:
    """Hand one mail to the mail service and wait for its answer.

    The Message-ID is the row's, whatever the attempt. `metadata` and `tags` tell a mail service (through anymail)
    which row its later reports are about; plain SMTP ignores them.

    Raises:
        Exception: Whatever the mail backend raises; delivery decides what it means.
    """
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={
            # Told to auto-responders, so that "out of office" doesn't answer the portal (RFC 3834).
            "Auto-Submitted": "auto-generated",
            **mail.headers,
            "Message-ID": mail.message_id,
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments:
        message.attach(attachment["name"], base64.b64decode(attachment["content"]), attachment["mimetype"])
    message.metadata = {"outbox": mail.key}
    message.tags = [mail.purpose]
    message.send()
