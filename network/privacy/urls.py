"""Addresses of one's own data."""

from django.urls import path

from network.privacy import views

app_name = "privacy"

urlpatterns = [
    path("mijn/gegevens/", views.overview, name="overview"),
    path("mijn/gegevens/downloaden/", views.export, name="export"),
    path("mijn/gegevens/bestand/<slug:key>/", views.download, name="download"),
    path("mijn/gegevens/verwijderen/", views.delete, name="delete"),
    path("mijn/gegevens/behouden/", views.keep, name="keep"),
    path("account-behouden/<str:token>/", views.TakeBackView.as_view(), name="take_back"),
    path("ik-blijf/<str:token>/", views.StayView.as_view(), name="stay"),
]
