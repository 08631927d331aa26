"""Address of the bridges."""

from django.urls import path

from home.bridges import views

app_name = "bridges"
urlpatterns = [path("", views.index, name="index")]
