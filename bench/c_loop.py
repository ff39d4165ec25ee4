#!/usr/bin/env python3
"""c_loop.py N: rows per second of a C loop with one prepared statement per row.

executemany() is that loop; Python's own work is done before the measurement.
"""
import os
import sqlite3
import sys
import tempfile
import time

count = int(sys.argv[1])
rows = [
    (1, i, i / 1000.0, i / 1000.0, "sample-%d" % i, i, (i % 628) / 100.0)
    for i in range(count)
]
with tempfile.TemporaryDirectory() as directory:
    database = sqlite3.connect(os.path.join(directory, "yardstick.sq3"))
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = NORMAL")
    database.execute(
        "CREATE TABLE t (oml_tuple_id INTEGER PRIMARY KEY,"
        " oml_sender_id INTEGER, oml_seq INTEGER, oml_ts_client REAL,"
        " oml_ts_server REAL, label TEXT, counter UNSIGNED BIGINT, value REAL)"
    )
    start = time.perf_counter()
    database.executemany(
        "INSERT INTO t (oml_sender_id, oml_seq, oml_ts_client, oml_ts_server,"
        " label, counter, value) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    database.commit()
    seconds = time.perf_counter() - start
print(round(count / seconds))
