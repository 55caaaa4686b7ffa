"""api: the doors — HTTP, page and terminal; no ranking logic."""
