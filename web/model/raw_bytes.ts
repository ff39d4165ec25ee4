/**
 * Bytes of rejected samples, for people.
 *
 * @module
 */

/** Bytes as text or in hexadecimal. */
export interface ShownBytes {
  /** Whether they are text. */
  readonly isText: boolean;
  /** The text, with ⇥ for tabs, ↵ for ends of lines, ← for returns. */
  readonly text: string;
}

/** Number of bytes in a line of a hexadecimal dump. */
const BYTES_A_LINE = 16;

/** Bytes in base64, as text if they are that. */
export function shownBytes(base64: string): ShownBytes {
  const bytes = decodeBase64(base64);
  const text = asText(bytes);
  return text === undefined
    ? { isText: false, text: hexDump(bytes) }
    : { isText: true, text };
}

/** Lines of offset, bytes and characters. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_A_LINE) {
    const part = [...bytes.subarray(at, at + BYTES_A_LINE)];
    const hex = part.map((byte) => byte.toString(16).padStart(2, "0")).join(
      " ",
    );
    const characters = part.map((byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "."
    ).join("");
    const offset = at.toString(16).padStart(4, "0");
    lines.push(`${offset}  ${hex.padEnd(3 * BYTES_A_LINE - 1)}  ${characters}`);
  }
  return lines.join("\n");
}

function decodeBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
}

/** The bytes as text with visible control characters; unset if binary. */
function asText(bytes: Uint8Array): string | undefined {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
  const controls = [...text].filter(isOddControl).length;
  if (controls > 0) return undefined;
  return text.replaceAll("\t", "⇥").replaceAll(/\r?\n/g, "↵")
    .replaceAll("\r", "←");
}

function isOddControl(character: string): boolean {
  return /[\p{Cc}]/u.test(character) && !/[\t\r\n]/.test(character);
}
