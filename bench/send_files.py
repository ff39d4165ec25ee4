#!/usr/bin/env python3
"""send_files.py PORT FILE...: sends each file over a connection of its own.

Prints the seconds from the first byte until the server has closed the last
connection. The kernel copies the files (sendfile), so this takes next to
nothing of the processors that servers are measured on.
"""
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def send(path, port):
    with socket.create_connection(("127.0.0.1", port)) as connection:
        with open(path, "rb") as file:
            connection.sendfile(file)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(65536):
            pass


port, paths = int(sys.argv[1]), sys.argv[2:]
start = time.perf_counter()
with ThreadPoolExecutor(len(paths)) as pool:
    # Raises the error of a connection that breaks.
    list(pool.map(lambda path: send(path, port), paths))
print(time.perf_counter() - start)
