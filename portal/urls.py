"""Every address of the portal. Members' forms stand before Wagtail's pages (STYLE 2.5)."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import authenticate_with_password as documents_password
from wagtail.views import authenticate_with_password as page_password

from network.members.federation_views import school_callback, school_login
from portal.shared.limits.passwords import few_guesses
from portal.shared.mail_reports.views import report as mail_report
from portal.shared.media.views import document, rendition
from portal.shared.pages.routing import serve

handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"

# Ours stand in their place.
REPLACED = {"wagtail_serve", "wagtailcore_authenticate_with_password", "wagtailcore_login"}
# Those of wagtail.documents, with our policy and our limit; all of them, for that module has no name to leave one out.
documents = [
    re_path(r"^(\d+)/(.*)$", document, name="wagtaildocs_serve"),
    path(
        "authenticate_with_password/<int:restriction_id>/",
        few_guesses(documents_password),
        name="wagtaildocs_authenticate_with_password",
    ),
]

urlpatterns = [
    # One door: Wagtail's own sign-in knows neither codes nor rate limits.
    path("beheer/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="account_login", query_string=True),
        name="wagtailcore_login",
    ),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        few_guesses(page_password),
        name="wagtailcore_authenticate_with_password",
    ),
    path("beheer/", include(wagtailadmin_urls)),
    path("documenten/", include(documents)),
    path("media/<path:path>", rendition, name="rendition"),
    path("account/oidc/<provider_id>/login/", school_login, name="school_login"),
    path("account/oidc/<provider_id>/login/callback/", school_callback, name="school_callback"),
    path("account/sessions/", include("network.sessions.urls")),
    # Named in texts and mails; allauth itself leaves it to its middleware.
    path("account/", RedirectView.as_view(pattern_name="account_email")),
    path("account/", include("allauth.urls")),
    path("webhooks/mail/", mail_report, name="mail_report"),
    path("zoeken/", include("search.results.urls")),
    path("dossier/", include("stories.dossiers.shared_urls")),
    path("mijn/map/", include("stories.dossiers.urls")),
    path("pilots/", include("stories.pilots.urls")),
    path("reacties/", include("stories.reactions.urls")),
    path("mijn/gesprekken/samen/", include("network.initiative_threads.desk_urls")),
    path("vragen/", include("network.questions.urls")),
    path("mijn/gesprekken/vragen/", include("network.questions.desk_urls")),
    path("mijn/gesprekken/peergangen/", include("events.cohorts.desk_urls")),
    path("mijn/gesprekken/uitwisseling/", include("events.applications.desk_urls")),
    path("mijn/gesprekken/", include("stories.reactions.desk_urls")),
    path("", include("stories.urls")),
    path("", include("stories.contributions.urls")),
    path("", include("events.urls")),
    path("samen/", include("network.initiatives.urls")),
    path("samen/", include("network.initiative_threads.urls")),
    path("scholen/", include("network.institutions.urls")),
    path("scholen/", include("network.coordination.urls")),
    path("scholen/", include("network.selfscan.urls")),
    path("", include("network.invitations.urls")),
    path("netwerk/", include("network.directory.urls")),
    path("", include("network.contact.urls")),
    path("", include("network.following.urls")),
    path("", include("network.push.urls")),
    path("", include("network.members.urls")),
    path("", include("network.privacy.urls")),
    path("", include("network.bouncing.urls")),
    path("mijn/", include("home.own.urls")),
    path("bruggen/", include("home.bridges.urls")),
    path("suggestie/", include("home.join.urls")),
    path("", include("home.urls")),
    path("", include([pattern for pattern in wagtail_urls.urlpatterns if pattern.name not in REPLACED])),
    re_path(wagtail_urls.serve_pattern, serve, name="wagtail_serve"),
]

if settings.PORTAL_STYLEGUIDE:
    urlpatterns.insert(0, path("styleguide/", include("portal.styleguide.urls")))
