/**
 * Shows foreign bytes in a message without letting them do harm there.
 *
 * @module
 */

const MAX_SHOWN = 120;

/** `text` shortened to `most` characters, with control characters as `\xNN` escapes. */
export function quoteText(text: string, most: number = MAX_SHOWN): string {
  const shown = text.length > most ? `${text.slice(0, most)}...` : text;
  // deno-lint-ignore no-control-regex -- these are what must not get through
  return shown.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/g, (c) => {
    const code = c.charCodeAt(0);
    return code > 0xff
      ? `\\u${code.toString(16)}`
      : `\\x${code.toString(16).padStart(2, "0")}`;
  });
}

/** The bytes as UTF-8 text, shortened and escaped like {@linkcode quoteText}. */
export function quoteBytes(bytes: Uint8Array): string {
  const shown = new TextDecoder().decode(bytes.subarray(0, MAX_SHOWN * 4));
  return quoteText(shown);
}
