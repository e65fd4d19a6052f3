"""Ends with 0 where PostgreSQL answers at the address given, which tests may fill with databases of their own."""

from __future__ import annotations

import sys

import psycopg

WAIT_SECONDS = 3

if __name__ == "__main__":
    try:
        psycopg.connect(sys.argv[1], connect_timeout=WAIT_SECONDS).close()
    except psycopg.OperationalError as problem:
        sys.exit(f"PostgreSQL does not answer: {problem}")
