/**
 * Large files, read in pieces.
 *
 * @module
 */
import { closeSync, createReadStream, openSync, readSync } from "node:fs";
import { once } from "node:events";
import { connect } from "node:net";
import { pipeline } from "node:stream/promises";

const PIECE_BYTES = 2 ** 20;
const NEWLINE = 0x0a;

/** The number of lines of a file. */
export function countLines(path: string): number {
  const file = openSync(path, "r");
  const piece = new Uint8Array(PIECE_BYTES);
  let lines = 0;
  for (let bytes; (bytes = readSync(file, piece)) > 0;) {
    const read = piece.subarray(0, bytes);
    for (let at = -1; (at = read.indexOf(NEWLINE, at + 1)) >= 0;) lines++;
  }
  closeSync(file);
  return lines;
}

/**
 * Sends a file to a server; returns the seconds from the first byte until the
 * server has closed the connection.
 *
 * @throws {Error} if the connection breaks.
 */
export async function sendFile(path: string, port: number): Promise<number> {
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  await once(socket, "connect");
  const closed = once(socket.resume(), "close");
  const start = performance.now();
  await pipeline(
    createReadStream(path, { highWaterMark: PIECE_BYTES }),
    socket,
  );
  await closed;
  return (performance.now() - start) / 1000;
}
