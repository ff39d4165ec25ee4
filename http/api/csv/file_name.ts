/**
 * Names of downloaded files.
 *
 * @module
 */

/** The longest name without its ending: no file system allows 255 bytes more. */
const MOST = 100;

/** The header that makes browsers save an answer as `name` with `.csv`. */
export function csvAttachment(name: string): string {
  const short = Array.from(name).slice(0, MOST).join("").toWellFormed();
  const ascii = short.replace(/[^A-Za-z0-9._-]/g, "_").replace(/^\./, "_");
  const header = `attachment; filename="${ascii}.csv"`;
  if (ascii === short) return header;
  // Slashes and control characters are no part of a file's name.
  // deno-lint-ignore no-control-regex -- these must not get through
  const safe = short.replace(/[\x00-\x1f\x7f/\\:*?"<>|]/g, "_")
    .replace(/^\./, "_");
  const utf8 = encodeURIComponent(safe).replace(
    /['()*!]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${header}; filename*=UTF-8''${utf8}.csv`;
}
