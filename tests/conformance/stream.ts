import { Buffer } from "node:buffer";

const DOMAIN =
  /(?<![^\n])((?:domain|experiment-id): *)([A-Za-z0-9_.-]{1,40}\r?\n)/;

/** Gives a stream a domain of its own, so that cases can share a server. */
export function withPrefixedDomain(stream: Buffer, prefix: string): Buffer {
  // Latin-1 converts any bytes without loss.
  const text = stream.toString("latin1");
  return Buffer.from(text.replace(DOMAIN, `$1${prefix}$2`), "latin1");
}

/** Cuts a stream: not at all (0), after each line, or after this many bytes. */
export function cut(stream: Buffer, chunk: number | "line"): Buffer[] {
  if (chunk === "line") return cutLines(stream);
  const size = chunk || stream.length;
  const pieces: Buffer[] = [];
  for (let at = 0; at < stream.length; at += size) {
    pieces.push(stream.subarray(at, at + size));
  }
  return pieces;
}

function cutLines(stream: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let at = 0; at < stream.length;) {
    const end = stream.indexOf("\n", at) + 1 || stream.length;
    lines.push(stream.subarray(at, end));
    at = end;
  }
  return lines;
}
