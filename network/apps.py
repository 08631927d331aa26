from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "network"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # App ready: these modules load models.
        from network.bouncing import registrations as bouncing  # noqa: PLC0415
        from network.contact import registrations as contact  # noqa: PLC0415
        from network.coordination import registrations as coordination  # noqa: PLC0415
        from network.directory import registrations as directory  # noqa: PLC0415
        from network.following import registrations as following  # noqa: PLC0415
        from network.initiative_threads import registrations as initiative_threads  # noqa: PLC0415
        from network.initiatives import registrations as initiatives  # noqa: PLC0415
        from network.institutions import moves as school_moves  # noqa: PLC0415
        from network.institutions.searchable import SEARCHABLE as SCHOOLS  # noqa: PLC0415
        from network.invitations import registrations as invitations  # noqa: PLC0415
        from network.members import audited, figures  # noqa: PLC0415
        from network.members import moves as people_moves  # noqa: PLC0415
        from network.members.personal_data import PERSONAL_DATA  # noqa: PLC0415
        from network.members.searchable import SEARCHABLE as PEOPLE  # noqa: PLC0415
        from network.members.sections import PEOPLE as PEOPLE_OF_SCHOOL  # noqa: PLC0415
        from network.members.tasks import register as register_clock  # noqa: PLC0415
        from network.members.viewers import viewer_of, viewer_of_address  # noqa: PLC0415
        from network.privacy import registrations as privacy  # noqa: PLC0415
        from network.push import registrations as push  # noqa: PLC0415
        from network.questions import registrations as questions  # noqa: PLC0415
        from network.selfscan import registrations as selfscan  # noqa: PLC0415
        from network.sessions import registrations as sessions  # noqa: PLC0415
        from portal.shared.registries.crossings import institution_sections, personal_data  # noqa: PLC0415
        from search.index.registry import register  # noqa: PLC0415
        from search.results.viewers import register_viewer_source  # noqa: PLC0415

        contact.register()
        directory.register()
        register(SCHOOLS)
        register(PEOPLE)
        register_viewer_source(viewer_of, viewer_of_address)
        institution_sections.register("network.people", PEOPLE_OF_SCHOOL, position=10)
        personal_data.register("network", PERSONAL_DATA, position=10)
        school_moves.register()
        people_moves.register()
        audited.register()
        figures.register()
        register_clock()
        coordination.register()
        selfscan.register()
        invitations.register()
        following.register()
        push.register()
        sessions.register()
        privacy.register()
        bouncing.register()
        questions.register()
        initiatives.register()
        initiative_threads.register()
