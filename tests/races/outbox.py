"""Child process of the outbox tests.

outbox.py make N             make the tables and post N mails; the clock's own table comes last
outbox.py post N             post N mails in one transaction
outbox.py deliver SECONDS    deliver until nothing waits; a lease lasts SECONDS; PAUSE_AFTER_SEND waits after each send
outbox.py count THREADS TRIES LIMIT   count tries on threads; prints how many were allowed
"""

import json
import os
import sys
import threading
import time
from datetime import timedelta

import django

django.setup()

from django.db import connection, connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from portal.shared.limits.actions import allow  # noqa: E402
from portal.shared.models import JobRun, OutboxMail, RateCount  # noqa: E402
from portal.shared.outbox.actions import delivery, post  # noqa: E402
from portal.shared.outbox.messages import OutgoingMail  # noqa: E402


def make(number: int) -> None:
    with connection.schema_editor() as editor:
        for model in (OutboxMail, DBTaskResult, RateCount):
            editor.create_model(model)
    post_mails(number)
    with connection.schema_editor() as editor:
        editor.create_model(JobRun)


def post_mails(number: int) -> None:
    at = timezone.now()
    with transaction.atomic():
        for n in range(number):
            post(
                OutgoingMail(
                    purpose="test", idempotency_key=f"test:{n}", to=f"lid{n}@x.example", subject=f"{n}", text=f"{n}\n"
                ),
                at=at,
            )


def deliver(lease_seconds: float) -> None:
    delivery.LEASE = timedelta(seconds=lease_seconds)
    pause = float(os.environ.get("PAUSE_AFTER_SEND", "0"))
    send_now = delivery.send_now

    def send_slowly(mail) -> None:
        time.sleep(pause / 2)
        send_now(mail)
        time.sleep(pause)

    delivery.send_now = send_slowly
    print("ready", flush=True)  # noqa: T201
    while OutboxMail.objects.unsent().exists():
        delivery.deliver(at=timezone.now())
        time.sleep(0.1)


def count(threads: int, tries: int, limit: int) -> None:
    at, answers = timezone.now(), []

    def try_often() -> None:
        for _n in range(tries):
            answers.append(allow(name="test", who="lid", limit=limit, window_seconds=86400, at=at))
        connections.close_all()

    workers = [threading.Thread(target=try_often) for _n in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(json.dumps([len(answers), sum(answers)]))  # noqa: T201


if __name__ == "__main__":
    command, values = sys.argv[1], sys.argv[2:]
    {"make": make, "post": post_mails, "deliver": deliver, "count": count}[command](*map(int, values))
