"""What stands behind ``./run``: set-up, the embedded servers, and the supervisor of every process."""
