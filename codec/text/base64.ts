/**
 * Blobs in text (OMSP §Text Protocol): base64 without line breaks.
 *
 * @module
 */

const ALPHABET =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const PAD = 0x3d;

const SIXTETS = new Uint8Array(256).fill(255);
for (let i = 0; i < 64; i++) SIXTETS[ALPHABET.charCodeAt(i)] = i;

/** Whether all the bytes are base64, padded to a multiple of four. */
export function isBase64(bytes: Uint8Array, from: number, to: number): boolean {
  if ((to - from) % 4 !== 0) return false;
  const end = unpadded(bytes, from, to);
  for (let i = from; i < end; i++) if (SIXTETS[bytes[i]] === 255) return false;
  return true;
}

/**
 * Decodes into `target` and returns the length, or -1 if the bytes are not
 * base64. Spare bits before padding may be set. `target` must have room for
 * three quarters of the bytes.
 */
export function decodeBase64(
  bytes: Uint8Array,
  from: number,
  to: number,
  target: Uint8Array,
): number {
  if (!isBase64(bytes, from, to)) return -1;
  const end = unpadded(bytes, from, to);
  let length = 0;
  let i = from;
  for (; i + 4 <= end; i += 4) {
    const bits = SIXTETS[bytes[i]] << 18 | SIXTETS[bytes[i + 1]] << 12 |
      SIXTETS[bytes[i + 2]] << 6 | SIXTETS[bytes[i + 3]];
    target[length++] = bits >> 16;
    target[length++] = bits >> 8;
    target[length++] = bits;
  }
  const left = end - i;
  const [first, second, third] = [0, 1, 2].map((at) =>
    at < left ? SIXTETS[bytes[i + at]] : 0
  );
  if (left >= 2) target[length++] = first << 2 | second >> 4;
  if (left >= 3) target[length++] = second << 4 | third >> 2;
  return length;
}

/** Encodes with padding and without line breaks. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) |
      (bytes[i + 2] ?? 0);
    text += ALPHABET[bits >> 18] + ALPHABET[(bits >> 12) & 63] +
      (left > 1 ? ALPHABET[(bits >> 6) & 63] : "=") +
      (left > 2 ? ALPHABET[bits & 63] : "=");
  }
  return text;
}

function unpadded(bytes: Uint8Array, from: number, to: number): number {
  const most = Math.max(from, to - 2);
  let end = to;
  while (end > most && bytes[end - 1] === PAD) end--;
  return end;
}
