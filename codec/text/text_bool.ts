/**
 * Bools written in text (OMSP §Text Protocol, V>=4).
 *
 * @module
 */

const FALSE = Uint8Array.from("false", (c) => c.charCodeAt(0));

/**
 * False for any stem of `false` in any case, the empty field included; true
 * for everything else, `0` included.
 */
export function readBool(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from > FALSE.length) return true;
  for (let i = from; i < to; i++) {
    if ((bytes[i] | 0x20) !== FALSE[i - from]) return true;
  }
  return false;
}
