"""A mail server that keeps what it gets: catcher.py PORT FILE. One JSON object per mail, on disk before the 250.

Standard library only. No TLS and no sign-in: for the network inside a Compose project.
"""

import asyncio
import contextlib
import json
import os
import sys
from email import message_from_bytes, policy

PORT, FILE = int(sys.argv[1]), sys.argv[2]
LARGEST = 20_000_000


def keep(recipients: list[str], content: bytes) -> None:
    """Write one mail down for good."""
    mail = message_from_bytes(content, policy=policy.default)
    body = mail.get_body(("plain",))
    line = {
        "to": recipients,
        "subject": str(mail["Subject"]),
        "message_id": str(mail["Message-ID"]).strip(),
        "text": body.get_content() if body else "",
        "attachments": [str(part.get_filename() or part.get_content_type()) for part in mail.iter_attachments()],
    }
    with open(FILE, "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Talk with one client; one that is killed on the way goes without a word."""
    with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
        await converse(reader, writer)
    writer.close()


async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speak as much SMTP as one client needs."""

    async def say(line: str) -> None:
        writer.write(line.encode() + b"\r\n")
        await writer.drain()

    recipients: list[str] = []
    await say("220 catcher")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"EHLO":
            await say("250-catcher\r\n250-8BITMIME\r\n250 SMTPUTF8")
        elif verb == b"RCPT":
            recipients.append(line.decode().split("<", 1)[1].split(">", 1)[0])
            await say("250 ok")
        elif verb == b"DATA":
            await say("354 go on")
            content = (await reader.readuntil(b"\r\n.\r\n"))[:-3]
            keep(recipients, content.replace(b"\r\n..", b"\r\n."))
            recipients = []
            await say("250 kept")
        elif verb == b"QUIT":
            await say("221 bye")
            break
        else:
            recipients = [] if verb in (b"RSET", b"MAIL") else recipients
            await say("250 ok")


async def serve() -> None:
    """Listen until the end."""
    open(FILE, "a", encoding="utf-8").close()
    server = await asyncio.start_server(answer, "0.0.0.0", PORT, limit=LARGEST)
    async with server:
        await server.serve_forever()


asyncio.run(serve())
