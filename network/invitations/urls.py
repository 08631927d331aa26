"""Addresses of invitations: one's own list, and the answer by a secret link."""

from django.urls import path

from network.invitations import views

app_name = "invitations"

urlpatterns = [
    path("mijn/uitnodigingen/", views.own_list, name="list"),
    path("mijn/uitnodigingen/nieuw/<slug:kind>/", views.new, name="new"),
    path("mijn/uitnodigingen/<slug:key>/opnieuw/", views.resend, name="resend"),
    path("mijn/uitnodigingen/<slug:key>/intrekken/", views.withdraw, name="withdraw"),
    path("mijn/uitnodigingen/<slug:key>/ontvangen/", views.received, name="received"),
    path("uitnodiging/bedankt/", views.declined, name="declined"),
    path("uitnodiging/<str:token>/", views.AnswerView.as_view(), name="answer"),
]
