"""Addresses of assessment."""

from django.urls import path

from . import views

urlpatterns = [
    path("clients/<slug:number>/assessment/", views.assessment, name="assessment"),
    path("clients/<slug:number>/assessment/check/", views.assessment_check, name="assessment-check"),
    path("clients/<slug:number>/assessment/throw-away/", views.assessment_throw_away, name="assessment-throw-away"),
    path("clients/<slug:number>/assessment/<slug:page>/", views.assessment_page, name="assessment-page"),
    path("assessments/<str:key>/", views.assessment_shown, name="assessment-shown"),
]
