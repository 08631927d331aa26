from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # App ready: the page types below need the loaded models.
        from stories import registrations  # noqa: PLC0415

        registrations.register()
