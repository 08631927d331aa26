"""A mail server in this process that takes every mail, and says which came more than once."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tools.drill.portal import free_port


@dataclass
class Mailbox:
    """What arrived, in order."""

    port: int
    received: list[Message] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - the library's name
        """Take a mail."""
        self.received.append(message_from_bytes(envelope.content))
        return "250 OK"

    @property
    def copies(self) -> list[str]:
        """Give the ids of mails that came more than once."""
        counted = Counter(mail["Message-ID"] for mail in self.received)
        return [name for name, times in counted.items() if times > 1]


class _Server(Controller):
    def factory(self) -> SMTP:
        """Give the protocol; with a name of its own, as asking the machine for one can take seconds."""
        return SMTP(self.handler, hostname="mail.example")


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """Run a mail server on a port of its own."""
    box = Mailbox(free_port())
    server = _Server(box, hostname="127.0.0.1", port=box.port)
    server.start()
    try:
        yield box
    finally:
        server.stop()
