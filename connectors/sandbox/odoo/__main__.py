"""``python -m connectors.sandbox.odoo --port 8002 --state-dir DIR``: runs the sandbox Odoo."""

import argparse
import logging
from pathlib import Path

from aiohttp import web

from connectors.sandbox.keys import kept_key
from connectors.sandbox.odoo.app import build


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m connectors.sandbox.odoo", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8002)
    parser.add_argument("--state-dir", type=Path, default=Path(".fairlead"))
    parser.add_argument("--api-key", help="else FAIRLEAD_SANDBOX_ODOO_KEY, else the kept odoo-api-key")
    given = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    key = given.api_key or kept_key(given.state_dir / "odoo-api-key", "FAIRLEAD_SANDBOX_ODOO_KEY")
    logging.getLogger(__name__).info("sandbox Odoo on http://%s:%s", given.host, given.port)
    web.run_app(
        build(given.state_dir, key),
        host=given.host,
        port=given.port,
        print=None,
        access_log=None,
        shutdown_timeout=2,
    )


if __name__ == "__main__":
    main()
