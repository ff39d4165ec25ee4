/**
 * Finds where another stream begins in a file that was appended to.
 *
 * Programs open their files for appending, so a file may hold the streams of
 * several runs. Headers begin
 *
 * - with a line `protocol: <number>`, also after an incomplete tuple of a run
 *   that was killed, or with a line `domain: ...` or `experiment-id: ...`,
 * - if the next line is a header, too, with a key of the protocol.
 *
 * A tuple never looks like that: its line starts with a timestamp, and the next
 * line is a tuple again.
 *
 * @module
 */

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const BLANK = 0x20;
const COLON = 0x3a;
const ZERO = 0x30;
const NINE = 0x39;

const PROTOCOL = ascii("protocol");
const FIRST_KEYS = ["domain", "experiment-id"].map(ascii);
const KEYS = [
  ...["protocol", "domain", "experiment-id", "start-time", "start_time"],
  ...["sender-id", "app-name", "schema", "content", "oml2-resume"],
].map(ascii);

/** The result of {@linkcode findHeaderStart}. */
export interface HeaderStart {
  /** Whether headers begin at `at`; otherwise there are none before it. */
  readonly begins: boolean;
  /** Position in the bytes. */
  readonly at: number;
}

/** Searches for the first headers in `bytes`; a line begins at `from`. */
export function findHeaderStart(bytes: Uint8Array, from = 0): HeaderStart {
  // Every header has a colon, and most tuples have none.
  let colon = bytes.indexOf(COLON, from);
  while (colon >= 0) {
    let next = colon + 1;
    if (isFirstKey(bytes, colon)) {
      const line = lineStart(bytes, from, colon);
      const end = bytes.indexOf(NEWLINE, colon);
      if (end < 0) return { begins: false, at: line };
      const at = firstLine(bytes, line, end);
      if (at !== undefined) {
        const isHeader = isHeaderLine(bytes, end + 1);
        if (isHeader === undefined) return { begins: false, at: line };
        if (isHeader) return { begins: true, at };
      }
      next = end + 1;
    }
    colon = bytes.indexOf(COLON, next);
  }
  return { begins: false, at: lineStart(bytes, from, bytes.length) };
}

/** Whether the key of a first header ends at `end`. */
function isFirstKey(bytes: Uint8Array, end: number): boolean {
  if (has(bytes, end - PROTOCOL.length, PROTOCOL)) return true;
  return FIRST_KEYS.some((key) => has(bytes, end - key.length, key));
}

/** Start of the line of the byte before `to`, not before `from`. */
function lineStart(bytes: Uint8Array, from: number, to: number): number {
  if (to === from) return from;
  return Math.max(from, bytes.lastIndexOf(NEWLINE, to - 1) + 1);
}

/** Position in the line up to `end` at which the first header may begin. */
function firstLine(
  bytes: Uint8Array,
  from: number,
  end: number,
): number | undefined {
  let at = bytes[end - 1] === RETURN ? end - 2 : end - 1;
  const last = at;
  while (at > from && bytes[at] >= ZERO && bytes[at] <= NINE) at--;
  if (at < last) {
    while (at > from && bytes[at] === BLANK) at--;
    const key = at - PROTOCOL.length;
    if (bytes[at] === COLON && key >= from && has(bytes, key, PROTOCOL)) {
      return key;
    }
  }
  const isFirst = FIRST_KEYS.some((key) =>
    has(bytes, from, key) && bytes[from + key.length] === COLON
  );
  return isFirst ? from : undefined;
}

/** Whether there is a header at `at`; unset if there are too few bytes. */
function isHeaderLine(bytes: Uint8Array, at: number): boolean | undefined {
  const there = bytes.length - at;
  let isOpen = false;
  for (const key of KEYS) {
    const isWhole = there > key.length;
    if (!has(bytes, at, isWhole ? key : key.subarray(0, there))) continue;
    if (isWhole && bytes[at + key.length] === COLON) return true;
    isOpen ||= !isWhole;
  }
  return isOpen ? undefined : false;
}

function has(bytes: Uint8Array, at: number, part: Uint8Array): boolean {
  for (let i = 0; i < part.length; i++) {
    if (bytes[at + i] !== part[i]) return false;
  }
  return true;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
