"""Public keys for addresses, so that no page shows how many rows there are."""

import secrets

# Without letters and digits that people mistake for each other when they read an address aloud.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10


def new_key():
    """A random key of 10 characters (49 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
