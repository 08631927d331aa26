"""Writes of following and the digest."""

from network.following.actions.choices import choose_mail
from network.following.actions.digests import renewed_digest, send_due_digests
from network.following.actions.follows import erase_follows, follow, unfollow
from network.following.actions.searches import remove_search, rename_search, save_search

__all__ = [
    "choose_mail",
    "erase_follows",
    "follow",
    "remove_search",
    "rename_search",
    "renewed_digest",
    "save_search",
    "send_due_digests",
    "unfollow",
]
