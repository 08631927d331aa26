from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # App ready: these modules load models.
        from search.asked import jobs as asked_jobs  # noqa: PLC0415
        from search.engines.choice import follow_index  # noqa: PLC0415
        from search.index import actions, fulltext, health, jobs, registry  # noqa: PLC0415
        from search.index.tasks import sync_search  # noqa: PLC0415
        from search.meaning import jobs as meaning_jobs  # noqa: PLC0415
        from search.related import jobs as related_jobs  # noqa: PLC0415

        post_migrate.connect(
            fulltext.create_tables_after_migrate, sender=self, dispatch_uid="search.index.fulltext.create_tables"
        )
        post_migrate.connect(
            actions.note_form_after_migrate, sender=self, dispatch_uid="search.index.actions.note_form"
        )
        registry.wake_with(sync_search.enqueue)
        follow_index()
        jobs.register()
        health.register()
        asked_jobs.register()
        meaning_jobs.register()
        related_jobs.register()
