"""Addresses of clients."""

from django.urls import path

from . import views

urlpatterns = [
    path("clients/", views.clients, name="clients"),
    path("clients/new/", views.client_new, name="client-new"),
    path("clients/<slug:number>/", views.client, name="client"),
    path("clients/<slug:number>/correct/", views.client_correct, name="client-correct"),
    path("clients/<slug:number>/merge/<slug:other>/", views.client_merge, name="client-merge"),
    path("clients/<slug:number>/part/<slug:other>/", views.client_part, name="client-part"),
]
