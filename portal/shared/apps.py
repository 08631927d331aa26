from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "portal.shared"
    label = "shared"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from anymail.signals import tracking  # noqa: PLC0415 app ready

        from portal.shared.audit_log import following, kinds, personal_data  # noqa: PLC0415 app ready
        from portal.shared.caching import versions  # noqa: PLC0415 app ready
        from portal.shared.exports.listings import guard_wagtails_own  # noqa: PLC0415 app ready
        from portal.shared.health import checks, failures, system_checks  # noqa: F401, PLC0415 app ready
        from portal.shared.jobs import periodic  # noqa: PLC0415 app ready
        from portal.shared.mail_reports.receiving import receive  # noqa: PLC0415 app ready
        from portal.shared.outbox import privacy  # noqa: PLC0415 app ready
        from portal.shared.pages import upkeep  # noqa: PLC0415 app ready

        checks.register()
        failures.register()
        kinds.register()
        following.connect()
        personal_data.register()
        tracking.connect(receive, dispatch_uid="portal.shared.mail_reports")
        versions.connect()
        guard_wagtails_own()
        periodic.register()
        privacy.register()
        upkeep.connect()
