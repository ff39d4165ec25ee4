/**
 * Removes folders from messages: people may see them over HTTP who have no
 * account on the machine.
 *
 * @module
 */

/** A file in quotes, which may contain spaces. */
const QUOTED = /(["'`])(?:[A-Za-z]:)?[^"'`\n]*[\\/]([^"'`\n\\/]*)\1/g;

/** A file without quotes, or a URL. */
const BARE = /(?:[A-Za-z][A-Za-z0-9+.-]*:)?\.{0,2}[\\/][^\s"'`,;]*[\\/]?/g;

/** `message` with the last part of each path only; `place` is one of them. */
export function withoutPaths(message: string, place = ""): string {
  const text = place.length > 1 && /[\\/]/.test(place)
    ? message.replaceAll(`${place}/`, "").replaceAll(place, lastPart(place))
    : message;
  return text
    .replace(QUOTED, (_, quote: string, last: string) => quote + last + quote)
    .replace(BARE, lastPart);
}

function lastPart(path: string): string {
  const parts = path.split(/[\\/]/);
  return parts.findLast((part) => part !== "") ?? path;
}
