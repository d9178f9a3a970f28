"""The rules of Dartwing VA that must be the same everywhere. Nothing in here imports frappe."""
