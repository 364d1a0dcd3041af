"""What Granian serves: the side that MARGA_SIDE names."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marga.site.settings")
application = get_wsgi_application()

# What was loaded stays for good, and a page makes more objects than the collector waits for: with Python's own settings
# it walks everything several times a page, which takes a tenth of the page's time.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
