"""``python -m connectors.sandbox.portal --port 8003``: runs the supplier portal."""

import argparse
import logging
import os

from aiohttp import web

from connectors.sandbox.portal.app import build
from connectors.sandbox.portal.hooks import configured_hook


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m connectors.sandbox.portal", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8003)
    parser.add_argument("--odoo-url", default=os.environ.get("FAIRLEAD_SANDBOX_ODOO_URL", ""))
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    log = logging.getLogger(__name__)
    hook = configured_hook()
    log.info("supplier portal on http://%s:%s", given.host, given.port)
    log.info("sends to %s", hook.url if hook else "nowhere yet: no hook is configured")
    web.run_app(
        build(configured_hook, given.odoo_url),
        host=given.host,
        port=given.port,
        print=None,
        access_log=None,
        shutdown_timeout=2,
    )


if __name__ == "__main__":
    main()
