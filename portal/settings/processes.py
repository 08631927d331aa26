"""Which process of the portal uses which secret: the one table. What stands in none of its rows, each process uses.

A process that PORTAL_PROCESS names reads no other secrets than its own, so it starts without them and never holds them;
those that it uses are asked for as ever. Without PORTAL_PROCESS one process does everything and uses all.
"""

PROCESSES = ("web", "worker", "clock", "migrate")

_WEB, _MIGRATE, _SEND, _RUN = ("web",), ("migrate",), ("worker", "clock"), ("web", "worker", "clock")

USED_BY = {
    "PORTAL_CACHE_URL": _WEB,
    "PORTAL_DATABASE_APP_URL": _MIGRATE,
    "PORTAL_MAIL_SERVICE_KEY": _SEND,
    "PORTAL_MAIL_SERVICE_SECRET": _SEND,
    "PORTAL_MAIL_SIGNING_KEY": _WEB,
    "PORTAL_MAIL_WEBHOOK_SECRET": _WEB,
    "PORTAL_METRICS_TOKEN": _WEB,
    "PORTAL_OIDC_SECRET": _WEB,
    "PORTAL_SMTP_PASSWORD": _SEND,
    "PORTAL_VAPID_PRIVATE_KEY": _SEND,
    "PORTAL_VAPID_PUBLIC_KEY": _RUN,
}
