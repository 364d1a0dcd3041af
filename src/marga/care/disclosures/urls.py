"""Addresses of emergencies."""

from django.urls import path

from . import views

urlpatterns = [
    path("emergencies/", views.emergencies, name="emergencies"),
    path("emergencies/<str:key>/", views.emergency, name="emergency"),
    path("emergencies/<str:key>/paper/", views.paper, name="emergency-paper"),
    path("emergencies/<str:key>/close/", views.close, name="emergency-close"),
    path("alerts/<str:key>/", views.alert, name="alert"),
    path("clients/<slug:number>/emergency/", views.emergency_new, name="emergency-new"),
]
