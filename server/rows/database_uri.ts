/**
 * URIs of databases, for hooks and logs.
 *
 * Scripts split them with `${uri#file:}` and use the rest as a path or a name,
 * so only characters that are invalid in a URI are escaped (RFC 3986 §3.3):
 * `:`, `@`, `~`, `=` and `,` stay as they are.
 *
 * @module
 */
import { pathToFileURL } from "node:url";

/**
 * Returns the `file:` URI of the file at `path`, made absolute:
 * `file:/data/a.sq3`.
 */
export function fileUri(path: string): string {
  const absolute = decodeURIComponent(pathToFileURL(path).pathname);
  return `file:${absolute.split("/").map(uriSegment).join("/")}`;
}

/** Returns `text` as one segment of a URI's path. */
export function uriSegment(text: string): string {
  return encodeURI(text.toWellFormed()).replace(/[/?#]/g, encodeURIComponent);
}
