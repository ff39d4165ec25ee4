/**
 * Checksums in the format of `sha256sum --check`.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NAME = "SHA256SUMS";

/**
 * Writes the checksums of the files in a directory; returns the path of the
 * list.
 */
export function writeChecksums(directory: string): string {
  const lines = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== NAME)
    .map(({ name }) => `${sha256(join(directory, name))}  ${name}\n`);
  const file = join(directory, NAME);
  writeFileSync(file, lines.sort().join(""));
  return file;
}

function sha256(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
