/**
 * URIs of databases, as hooks and logs get them.
 *
 * Scripts take them apart with `${uri#file:}` and use what is left as a path or
 * as a name, so only characters that may not stand in a URI are escaped
 * (RFC 3986 §3.3): `:`, `@`, `~`, `=` and `,` stay as they are.
 *
 * @module
 */
import { pathToFileURL } from "node:url";

/** The `file:` URI of the file at `path`, made absolute: `file:/data/a.sq3`. */
export function fileUri(path: string): string {
  const absolute = decodeURIComponent(pathToFileURL(path).pathname);
  return `file:${absolute.split("/").map(uriSegment).join("/")}`;
}

/** `text` as one segment of a URI's path. */
export function uriSegment(text: string): string {
  return encodeURI(text.toWellFormed()).replace(/[/?#]/g, encodeURIComponent);
}
