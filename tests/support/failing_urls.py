"""Addresses that go wrong on purpose."""

from django.conf.urls.i18n import i18n_patterns
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


urlpatterns = [
    *shared,
    path("api/fail", fail),
    *i18n_patterns(path("fail", fail), path("read", read), prefix_default_language=False),
]
