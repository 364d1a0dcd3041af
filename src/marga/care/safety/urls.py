"""Addresses of safety and quality."""

from django.urls import path

from . import views

urlpatterns = [
    path("safety/", views.safety_all, name="safety-all"),
    path("incidents/new/", views.incident_new, name="incident-new"),
    path("incidents/<str:key>/", views.incident, name="incident"),
    path("incidents/<str:key>/review/", views.incident_review, name="incident-review"),
    path("centres/<slug:code>/safety/", views.safety, name="safety"),
    path("centres/<slug:code>/quality/<slug:standard>/", views.quality, name="quality"),
]
