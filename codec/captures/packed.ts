/**
 * Recognizes other kinds of files by their first bytes.
 *
 * @module
 */

const TAB = 0x09;

/** First bytes of files that are mistaken for captures. */
const SIGNATURES: readonly (readonly [string, readonly number[]])[] = [
  ["it is packed by gzip: unpack it first", [0x1f, 0x8b]],
  ["it is packed by bzip2: unpack it first", [0x42, 0x5a, 0x68]],
  ["it is packed by xz: unpack it first", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["it is packed by zstd: unpack it first", [0x28, 0xb5, 0x2f, 0xfd]],
  ["it is a zip archive: unpack it first", [0x50, 0x4b, 0x03, 0x04]],
  ["it is text in UTF-16: convert it to UTF-8 first", [0xff, 0xfe]],
  ["it is text in UTF-16: convert it to UTF-8 first", [0xfe, 0xff]],
  ["it is text in UTF-16: convert it to UTF-8 first", [0x70, 0x00]],
  ["it is text in UTF-16: convert it to UTF-8 first", [0x00, 0x70]],
  ["it is an SQLite database", [
    0x53,
    0x51,
    0x4c,
    0x69,
    0x74,
    0x65,
  ]],
];

/** What a file is that begins with `bytes`, if that is known. */
export function explainPacked(bytes: Uint8Array): string | undefined {
  const found = SIGNATURES.find(([, signature]) =>
    signature.every((byte, i) => bytes[i] === byte)
  );
  const isBinary = bytes.some((byte) => byte > 0 && byte < TAB);
  return found?.[0] ??
    (isBinary ? "it is not text, as headers are" : undefined);
}
