/**
 * Quotes foreign bytes in messages safely.
 *
 * @module
 */

const MAX_SHOWN = 120;

/**
 * Control characters, line separators, and marks that change the direction of
 * text.
 */
const HARMFUL =
  // deno-lint-ignore no-control-regex -- these must not get through
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** `text` cut to `most` characters, with harmful ones as `\xNN` or `\uNNNN`. */
export function quoteText(text: string, most: number = MAX_SHOWN): string {
  const shown = text.length > most ? `${text.slice(0, most)}...` : text;
  return shown.replace(HARMFUL, (c) => {
    const code = c.charCodeAt(0);
    return code > 0xff ? unicodeEscape(c) : `\\x${hex(code, 2)}`;
  });
}

/** A line of JSON with harmful characters as `\uNNNN`: the same JSON. */
export function quoteJson(json: string): string {
  return json.replace(HARMFUL, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${hex(character.charCodeAt(0), 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/**
 * The bytes as UTF-8 text, shortened and escaped like {@linkcode quoteText}.
 */
export function quoteBytes(bytes: Uint8Array): string {
  const shown = new TextDecoder().decode(bytes.subarray(0, MAX_SHOWN * 4));
  return quoteText(shown);
}
