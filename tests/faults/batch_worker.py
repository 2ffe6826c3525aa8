"""A worker that goes on until it is killed: ``python -m tests.faults.batch_worker``."""

import asyncio
import os

import django

django.setup()

from flows.facade.drain import Drain, Options  # noqa: E402
from flows.facade.drain.parts import Part  # noqa: E402


async def main() -> None:
    drain = Drain(Options(owner=f"batch/{os.getpid()}", lease_s=30.0))
    while True:
        await drain.serve(Part(0), 5.0)


if __name__ == "__main__":
    from django.db import connections

    connections["default"].settings_dict["NAME"] = os.environ["FAIRLEAD_TEST_DATABASE"]
    asyncio.run(main())
