"""A real SMTP server in this process that behaves as badly as a test asks."""

import asyncio
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

CODES = {
    "refuse_421": "421 Service not available",
    "refuse_451": "451 Try again later",
    "refuse_550": "550 No such user",
}


@dataclass
class FakeMailService:
    """Logs every mail before it answers, as a service does that dies in between.

    Modes: accept; refuse_421, refuse_451, refuse_550 (answer to the recipient); hang (no answer to the text);
    cut (takes the text, then drops the line).
    """

    mode: str = "accept"
    received: list[Message] = field(default_factory=list)
    asked: int = 0

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        self.asked += 1
        if self.mode in CODES:
            return f"{CODES[self.mode]} <{address}>"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append(message_from_bytes(envelope.content))
        if self.mode == "hang":
            await asyncio.sleep(3)
        if self.mode == "cut":
            server.transport.abort()
        return "250 OK"

    @property
    def message_ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.received]


class LocalController(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="mail.test")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_service(port: int | None = None):
    """Run the service on a port of its own; give it and the port."""
    service, port = FakeMailService(), port or free_port()
    controller = LocalController(service, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield service, port
    finally:
        controller.stop()
