"""Addresses of the wall: for workers, and for the person with their code."""

from django.urls import path

from . import views

urlpatterns = [
    path("own/", views.own, name="own"),
    path("own/record/", views.own_record, name="own-record"),
    path("own/revoke/", views.own_revoke, name="own-revoke"),
    path("own/object/", views.own_object, name="own-object"),
    path("objections/", views.objections, name="objections"),
    path("objections/<str:key>/", views.objection_answer, name="objection-answer"),
    path("clients/<slug:number>/code/", views.client_code, name="client-code"),
    path("clients/<slug:number>/consent/", views.consent_new, name="consent-new"),
    path("clients/<slug:number>/order/", views.order_new, name="order-new"),
    path("consents/<str:key>/", views.consent, name="consent"),
    path("consents/<str:key>/witness/", views.consent_witness, name="consent-witness"),
    path("consents/<str:key>/revoke/", views.consent_revoke, name="consent-revoke"),
    path("orders/<str:key>/", views.order, name="order"),
    path("orders/<str:key>/confirm/", views.order_confirm, name="order-confirm"),
    path("orders/<str:key>/end/", views.order_end, name="order-end"),
    path("packets/<str:key>/", views.packet, name="packet"),
    path("tell/<str:key>/", views.packet_new, name="packet-new"),
]
