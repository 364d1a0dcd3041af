"""What Granian serves: the side that MARGA_SIDE names."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marga.site.settings")
application = get_wsgi_application()
