"""Addresses of matching."""

from django.urls import path

from events.matching.views import choices, programme

app_name = "matching"

urlpatterns = [
    path("uitwisseling/passend/opzij/", choices.put_aside, name="dismiss"),
    path("uitwisseling/passend/terug/", choices.take_back, name="undo"),
    path("uitwisseling/koppelen/", programme.proposals, name="proposals"),
    path("uitwisseling/koppelen/vertellen/", programme.tell_both, name="tell_both"),
]
