from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # App ready: the page types need the loaded models.
        from home import registrations  # noqa: PLC0415

        registrations.register()
