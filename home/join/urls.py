"""Address of the form about one page; every text of the portal links to it."""

from django.urls import path

from home.join import views

app_name = "suggestions"

urlpatterns = [path("<int:page_id>/", views.suggestion, name="suggest")]
