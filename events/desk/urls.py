"""Addresses of the desk of people, for organisers; under the planner of a meetup."""

from django.urls import path

from events.desk.views import acts, adding, attendance, lists, messages

app_name = "desk"

_DATE = "<slug:key>/datum/<slug:occurrence>"

urlpatterns = [
    path(f"{_DATE}/berichten/", messages.sent, name="messages"),
    path(f"{_DATE}/berichten/nieuw/", messages.write, name="write"),
    path(f"{_DATE}/mensen/", lists.people, name="people"),
    path(f"{_DATE}/mensen/goedkeuren/", acts.approve_chosen, name="approve_chosen"),
    path(f"{_DATE}/mensen/lijst.csv", lists.as_csv, name="csv"),
    path(f"{_DATE}/mensen/lijst.xlsx", lists.as_xlsx, name="xlsx"),
    path(f"{_DATE}/mensen/niet-gekomen/", attendance.absent, name="absent"),
    path(f"{_DATE}/mensen/nodig/", lists.needs, name="needs"),
    path(f"{_DATE}/mensen/toevoegen/", adding.add_member, name="add_member"),
    path(f"{_DATE}/mensen/toevoegen/gast/", adding.add_without_account, name="add_guest"),
    path(f"{_DATE}/mensen/wachtlijst/", lists.waitlist, name="waitlist"),
    path(f"{_DATE}/mensen/<slug:registration>/", acts.person, name="person"),
    path(f"{_DATE}/mensen/<slug:registration>/<slug:act>/", acts.act, name="act"),
]
