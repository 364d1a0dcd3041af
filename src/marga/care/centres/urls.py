"""Addresses of centres and of where people work."""

from django.urls import path

from . import views

urlpatterns = [
    path("centres/", views.centres, name="centres"),
    path("centres/new/", views.centre_new, name="centre-new"),
    path("centres/<slug:code>/", views.centre, name="centre"),
    path("centres/<slug:code>/change/", views.centre_change, name="centre-change"),
    path("centres/<slug:code>/staff/", views.centre_staff, name="centre-staff"),
    path("centres/<slug:code>/confirm/", views.centre_confirm, name="centre-confirm"),
    path("centres/<slug:code>/close/", views.centre_close, name="centre-close"),
    path("centres/<slug:code>/wards/new/", views.ward_new, name="ward-new"),
    path("centres/<slug:code>/wards/<str:key>/", views.ward_change, name="ward-change"),
    path("workers/new/", views.worker_new, name="worker-new"),
]
