"""Addresses of stations, and of one's own unit."""

from django.urls import path

from . import views

urlpatterns = [
    path("unit/", views.unit, name="unit"),
    path("unit/void/", views.slip_void, name="slip-void"),
    path("unit/number/", views.number_unused, name="number-unused"),
    path("units/<slug:code>/", views.unit_of, name="unit-of"),
    path("stations/", views.stations, name="stations"),
    path("stations/new/", views.unit_set, name="unit-add"),
    path("stations/<slug:code>/", views.station, name="station"),
    path("stations/<slug:code>/change/", views.unit_set, name="unit-change"),
    path("stations/<slug:code>/officers/new/", views.officer_set, name="officer-add"),
    path("stations/<slug:code>/officers/<str:number>/", views.officer_set, name="officer-change"),
    path("stations/<slug:code>/instruments/new/", views.instrument_set, name="instrument-add"),
    path("stations/<slug:code>/instruments/<str:number>/", views.instrument_set, name="instrument-change"),
    path("stations/<slug:code>/pads/new/", views.pad_issue, name="pad-issue"),
]
