from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # App ready: these modules load models.
        from events.agenda import registrations as agenda  # noqa: PLC0415
        from events.applications import registrations as applications  # noqa: PLC0415
        from events.check_in import registrations as check_in  # noqa: PLC0415
        from events.cohorts import registrations as cohorts  # noqa: PLC0415
        from events.desk import registrations as desk  # noqa: PLC0415
        from events.feeds import registrations as feeds  # noqa: PLC0415
        from events.followed_calendars import registrations as followed_calendars  # noqa: PLC0415
        from events.harvest import registrations as harvest  # noqa: PLC0415
        from events.meetups import registrations as meetups  # noqa: PLC0415
        from events.offers import registrations as offers  # noqa: PLC0415
        from events.placements import registrations as placements  # noqa: PLC0415
        from events.proposals import registrations as proposals  # noqa: PLC0415
        from events.reflections import registrations as reflections  # noqa: PLC0415
        from events.registrations import registrations  # noqa: PLC0415

        agenda.register()
        applications.register()
        desk.register()
        check_in.register()
        cohorts.register()
        feeds.register()
        harvest.register()
        followed_calendars.register()
        meetups.register()
        placements.register()
        offers.register()
        proposals.register()
        reflections.register()
        registrations.register()
