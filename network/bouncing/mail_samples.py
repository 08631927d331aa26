"""Sample values of the test mail."""

from network.bouncing.mails import APP, TEST_PURPOSE
from portal.shared.outbox.previews import register_mail_sample

VALUES = {"given_name": "Noor", "url": "https://portal.example/mail-kwam-aan/geheim/"}


def register() -> None:
    """Enter the sample; safe to call twice."""
    register_mail_sample(app=APP, name="test", purpose=TEST_PURPOSE, context=lambda: VALUES)
