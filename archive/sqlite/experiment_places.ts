/**
 * Where the experiments of an archive are.
 *
 * @module
 */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { ArchiveError } from "../errors.ts";

/** File extension of databases. */
const EXTENSION = ".sq3";

/** Databases of experiments: those in a directory, or single files. */
export type SqlitePlace =
  | { readonly directory: string }
  | { readonly files: readonly string[] };

/** The name of a place, for people. */
export function placeName(place: SqlitePlace): string {
  return "directory" in place ? place.directory : place.files.join(", ");
}

/**
 * The files of all experiments, by name.
 *
 * @throws {ArchiveError} if the directory can't be read.
 */
export function experimentFiles(
  place: SqlitePlace,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const file of filesOf(place)) {
    names.set(freeName(experimentName(file), names), file);
  }
  return new Map([...names].sort(([a], [b]) => a < b ? -1 : 1));
}

function filesOf(place: SqlitePlace): readonly string[] {
  if (!("directory" in place)) return place.files;
  const { directory } = place;
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(EXTENSION) && name !== EXTENSION)
      .map((name) => join(directory, name));
  } catch (cause) {
    throw new ArchiveError("cannot read the directory of the experiments", {
      cause,
      hint: "check whether it exists, and its permissions",
    });
  }
}

function experimentName(file: string): string {
  return basename(file, EXTENSION);
}

/** Files of the same name in different directories are told apart. */
function freeName(name: string, taken: ReadonlyMap<string, string>): string {
  for (let n = 1;; n++) {
    const candidate = n === 1 ? name : `${name} (${n})`;
    if (!taken.has(candidate)) return candidate;
  }
}
