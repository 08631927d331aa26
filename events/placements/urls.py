"""Addresses of an exchange: for guest and host, and behind a manager's link."""

from django.urls import path

from events.placements.views import agreement, consent, detail, ending, recording

app_name = "placements"
ONE = "mijn/uitwisseling/stages/<slug:key>"

urlpatterns = [
    path(f"{ONE}/", detail.detail, name="detail"),
    path(f"{ONE}/afspraken/", agreement.edit, name="edit"),
    path(f"{ONE}/afspraken.pdf", detail.pdf, name="pdf"),
    path(f"{ONE}/bevestigen/", agreement.confirm, name="confirm"),
    path(f"{ONE}/terugnemen/", agreement.back, name="take_back"),
    path(f"{ONE}/leidinggevende/", agreement.manager, name="manager"),
    path(f"{ONE}/niet-doorgegaan/", ending.cancel, name="cancel"),
    path("uitwisseling/eerder/", recording.record, name="record"),
    path("uitwisseling/akkoord/<str:token>/", consent.ConsentPage.as_view(), name="consent"),
]
