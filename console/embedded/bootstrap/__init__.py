"""Before the virtual environment exists: standard library only, until Python and the pages are ready."""
