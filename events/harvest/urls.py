"""Addresses of what stays of a date: for who took part, for organisers, and for who keeps a promise."""

from django.urls import path

from events.harvest.views import feedback, organising, owning, results

app_name = "harvest"
DATE = "agenda/plannen/<slug:key>/datum/<slug:occurrence>"

urlpatterns = [
    path(f"{DATE}/terugblik/", results.results, name="results"),
    path(f"{DATE}/terugblik/csv/", results.results_csv, name="results_csv"),
    path(f"{DATE}/terugblik/xlsx/", results.results_xlsx, name="results_xlsx"),
    path(f"{DATE}/oogst/", organising.desk, name="desk"),
    path(f"{DATE}/oogst/afspraak/", organising.new_promise, name="new_promise"),
    path(f"{DATE}/oogst/afspraak/<slug:promise>/", organising.promise, name="promise"),
    path("agenda/terugblik/<str:token>/", feedback.FeedbackPage.as_view(), name="feedback"),
    path("agenda/afspraak/<str:token>/", owning.GuestPromise.as_view(), name="guest_promise"),
    path("mijn/aanmeldingen/<slug:key>/terugblik/", feedback.own_feedback, name="own_feedback"),
    path("mijn/afspraken/<slug:key>/", owning.own_promise, name="own_promise"),
]
