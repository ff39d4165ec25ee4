/**
 * Decides which tables are exported, and where to.
 *
 * @module
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import type {
  ExperimentDescription,
  TableShape,
} from "../../archive/archive.ts";
import { ExportError } from "../../export/errors.ts";
import type { ExportFlags } from "../flags/export_flags.ts";

/** The standard output. */
export const STDOUT = "-";

/** A table, and where to write it. */
export interface TableTarget {
  /** The table. */
  readonly shape: TableShape;
  /** A path, or {@linkcode STDOUT}. */
  readonly path: string;
}

/** Tables, and where to write them. */
export interface TableTargets {
  /** The directory of the files, if they are in one, which may not exist. */
  readonly directory: string | undefined;
  /** The tables in the order in which they are written. */
  readonly tables: readonly TableTarget[];
}

/** What decides. */
export type TargetFlags = Pick<ExportFlags, "tables" | "to">;

/**
 * The tables that the flags name, or all, with their files, whose names end in
 * `extension`.
 *
 * @throws {ExportError} if one does not exist, there is none at all, or several
 * would be written into one file.
 */
export function tableTargets(
  { name, tables }: ExperimentDescription,
  flags: TargetFlags,
  extension: string,
): TableTargets {
  const names = tables.map((table) => table.name);
  if (names.length === 0) {
    throw new ExportError(`Cannot export ${name}: it has no tables`);
  }
  const shapes = flags.tables.length === 0 ? tables : flags.tables.map(
    (asked) =>
      tables.find((table) => table.name === asked) ??
        missing(name, asked, names),
  );
  const { to } = flags;
  if (to !== STDOUT && (shapes.length > 1 || isDirectory(to))) {
    return {
      directory: to,
      tables: shapes.map((shape) => ({
        shape,
        path: join(to, `${fileName(shape.name)}.${extension}`),
      })),
    };
  }
  if (shapes.length === 1) {
    return { directory: undefined, tables: [{ shape: shapes[0], path: to }] };
  }
  throw new ExportError(
    `Cannot write ${shapes.length} tables to the standard output`,
    { hint: `give a directory with --to, or name one of ${names.join(", ")}` },
  );
}

function missing(
  experiment: string,
  table: string,
  names: readonly string[],
): never {
  throw new ExportError(`Cannot export ${experiment}: no table "${table}"`, {
    hint: `its tables are ${names.join(", ")}`,
  });
}

/** Whether a path is one, or can only be meant as one. */
function isDirectory(path: string): boolean {
  return path.endsWith("/") ||
    (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false);
}

/** The name of a table is safe if a client has chosen it, others may not be. */
function fileName(table: string): string {
  return table.replace(/[/\\\0]/g, "_").replace(/^\.+/, "_");
}
