"""Addresses that go wrong on purpose."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from marga.site.urls import handler400, handler403, handler404, handler500
from marga.site.urls import urlpatterns as shared

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def fail(request: HttpRequest) -> HttpResponse:
    """Fail as a fault in our own code would."""
    raise RuntimeError("a secret detail")


def read(request: HttpRequest) -> HttpResponse:
    """Read a form."""
    return HttpResponse(str(len(request.POST)))


urlpatterns = [*shared, path("fail", fail), path("api/fail", fail), path("read", read)]
