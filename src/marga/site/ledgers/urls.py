"""Addresses of a ledger, in no language: programs ask them. A side that keeps one includes this at its root."""

from django.urls import path

from marga.site.ledgers import views

urlpatterns = [
    path("ledger/checkpoint", views.checkpoint, name="ledger-checkpoint"),
    path("ledger/checkpoint/witnessed", views.witnessed, name="ledger-witnessed"),
    path("ledger/proof/inclusion", views.inclusion, name="ledger-inclusion"),
    path("ledger/proof/consistency", views.consistency, name="ledger-consistency"),
    path("ledger/receipts", views.receipts, name="ledger-receipts"),
    path("ledger/cosignature", views.cosignature, name="ledger-cosignature"),
]
