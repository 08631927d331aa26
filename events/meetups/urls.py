"""Addresses of the planner, for organisers."""

from django.urls import path

from events.meetups.views import dates, planning, sessions

app_name = "meetups"

urlpatterns = [
    path("<slug:key>/", planning.desk, name="desk"),
    path("<slug:key>/aankondigen/", planning.announcing, name="announce"),
    path("<slug:key>/datum/", dates.new_date, name="new_date"),
    path("<slug:key>/datum/<slug:occurrence>/", dates.change, name="date"),
    path("<slug:key>/datum/<slug:occurrence>/afzeggen/", dates.cancel, name="cancel"),
    path("<slug:key>/datum/<slug:occurrence>/programma/", sessions.programme, name="programme"),
    path("<slug:key>/datum/<slug:occurrence>/programma/<slug:session>/", sessions.session, name="session"),
    path("<slug:key>/instellingen/", planning.settings, name="settings"),
    path("<slug:key>/organisatoren/", planning.organisers, name="organisers"),
    path("<slug:key>/reeks/", dates.series, name="series"),
]
