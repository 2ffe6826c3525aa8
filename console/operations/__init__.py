"""What operators do with an installation as a whole: retention, backup and restore."""
