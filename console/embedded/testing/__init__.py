"""``./run test``: all tests, on a PostgreSQL and a Redis of their own that nobody keeps."""
