"""Passwords: hashing with argon2id, rules for passwords, and one-time passwords.

The parameters are above the minimum of OWASP (19 MiB, 2 passes).
"""

from __future__ import annotations

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from yishi_core.errors import InvalidInput

MEMORY_KIB = 32 * 1024
PASSES = 3
SHORTEST = 10
#: No characters that are mistaken for one another when read aloud or from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1)


@cache
def _nobodys_hash() -> str:
    return _hasher().hash(secrets.token_urlsafe(24))


async def hash_password(password: str) -> str:
    """The argon2id hash, computed in a thread: it takes tens of milliseconds of one core."""
    return await asyncio.to_thread(renewed, password)


def renewed(password: str) -> str:
    """The argon2id hash with today's parameters; blocking, so call it in a thread."""
    return _hasher().hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether a password matches a stored hash; blocking, so call it in a thread.

    Without a stored hash the same work is done and the result is False (check K25).
    """
    try:
        _hasher().verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(stored)


def one_time_password() -> str:
    """A password to be read out or handed over on paper: four groups of four, 79 random bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def check_strength(path: str, password: str, name: str) -> None:
    """Raise `InvalidInput` unless the password is strong enough.

    It must be long, must not contain the login name, and must not repeat few characters.
    """
    if len(password) < SHORTEST:
        raise InvalidInput.of(
            path, f"密码至少{SHORTEST}个字符。", f"A password has at least {SHORTEST} characters."
        )
    if len(set(password)) < 5:
        raise InvalidInput.of(
            path, "密码重复字符过多。", "The password repeats too few characters."
        )
    if name in password.casefold():
        raise InvalidInput.of(
            path, "密码不能包含登录名。", "The password must not contain the login name."
        )
