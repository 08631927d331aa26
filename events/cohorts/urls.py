"""Addresses of fixed groups: for its people below /mijn/, for its organisers in the planner."""

from django.urls import path

from events.cohorts.views import calendar, group, notes, planning

app_name = "cohorts"

urlpatterns = [
    path("mijn/peergang/agenda/<str:token>.ics", calendar.group_feed, name="feed"),
    path("mijn/peergang/<slug:key>/", group.group, name="group"),
    path("mijn/peergang/<slug:key>/agenda/", calendar.address, name="address"),
    path("mijn/peergang/<slug:key>/antwoord/", group.answer, name="answer"),
    path("mijn/peergang/<slug:key>/datum/<slug:occurrence>/", group.come, name="come"),
    path("mijn/peergang/<slug:key>/notitie/<slug:note>/melden/", notes.report, name="report"),
    path("mijn/peergang/<slug:key>/notitie/<slug:note>/verbergen/", notes.hide, name="hide"),
    path("mijn/peergang/<slug:key>/notitie/<slug:note>/weghalen/", notes.remove, name="remove"),
    path("mijn/peergang/<slug:key>/verhaal/", group.story, name="story"),
    path("mijn/peergang/<slug:key>/weggaan/", group.leave, name="leave"),
    path("agenda/plannen/<slug:key>/groep/", planning.compose, name="compose"),
    path("agenda/plannen/<slug:key>/groep/afronden/", planning.closing, name="closing"),
    path("agenda/plannen/<slug:key>/groep/lid/<slug:person>/", planning.person, name="person"),
    path("agenda/plannen/<slug:key>/groep/maatjes/", planning.buddies, name="buddies"),
    path("agenda/plannen/<slug:key>/groep/rollen/", planning.roles, name="roles"),
    path("agenda/plannen/<slug:key>/groep/rollen/<slug:occurrence>/", planning.roles_at, name="roles_at"),
]
