"""The side's cube for the authority, at an address that only the authority was told."""

from __future__ import annotations

from secrets import compare_digest

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .making import cube_name, folder, token


@require_safe
@never_cache
def cube(_request: HttpRequest, secret: str, name: str) -> FileResponse:
    """The cube, or its signature."""
    path, names = folder() / name, (cube_name(), f"{cube_name()}.sig")
    if not compare_digest(secret.encode(), token().encode()) or name not in names or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), content_type="application/octet-stream")
