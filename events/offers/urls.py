"""Addresses of offers ("meeloopplekken") and wishes ("meeloopwensen")."""

from django.urls import path

from events.offers.states import ListingKind, Step
from events.offers.views import judging, keeping, making, reading

app_name = "offers"

SEGMENTS = {ListingKind.OFFER.value: "plekken", ListingKind.REQUEST.value: "wensen"}


def _of_kind(kind: str, segment: str) -> list:
    start, given = f"uitwisseling/{segment}", {"kind": kind}
    return [
        path(f"{start}/nieuw/", making.make, given, name="new"),
        path(f"{start}/<slug:key>/", reading.listing_detail, given, name=kind),
        path(f"{start}/<slug:key>/beoordelen/", judging.judge, given, name="judge"),
        path(f"{start}/<slug:key>/weghalen/", judging.take_down, given, name="take_down"),
        path(f"{start}/<slug:key>/{Step.CHANGE}/", making.change, {**given, "step": Step.CHANGE.value}, name="step"),
        *(
            path(f"{start}/<slug:key>/{step}/", keeping.step, {**given, "step": step.value}, name="step")
            for step in keeping.STEPS
        ),
    ]


urlpatterns = [
    path("uitwisseling/", reading.listing_list, name="list"),
    path("uitwisseling/te-beoordelen/", judging.waiting, name="waiting"),
    path("uitwisseling/plekken/<slug:key>/overnemen/", keeping.take_over, name="take_over"),
    *(pattern for kind, segment in SEGMENTS.items() for pattern in _of_kind(kind, segment)),
    path("mijn/uitwisseling/", reading.own_desk, name="own"),
]
