"""A Django app of the test run alone: how the database is emptied between tests over committed data."""
