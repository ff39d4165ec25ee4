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
import { STDOUT } from "./write_output.ts";

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
  description: ExperimentDescription,
  flags: TargetFlags,
  extension: string,
): TableTargets {
  const shapes = chosenTables(description, flags.tables);
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
    { hint: `give a directory with --to, or name one of ${namesOf(shapes)}` },
  );
}

/**
 * The tables that were asked for, or all.
 *
 * @throws {ExportError} if one does not exist, or there is none at all.
 */
export function chosenTables(
  { name, tables }: ExperimentDescription,
  asked: readonly string[],
): readonly TableShape[] {
  if (tables.length === 0) {
    throw new ExportError(`Cannot export ${name}: it has no tables`);
  }
  if (asked.length === 0) return tables;
  return asked.map((table) => {
    const found = tables.find((each) => each.name === table);
    if (found !== undefined) return found;
    throw new ExportError(`Cannot export ${name}: no table "${table}"`, {
      hint: `its tables are ${namesOf(tables)}`,
    });
  });
}

function namesOf(tables: readonly TableShape[]): string {
  return tables.map(({ name }) => name).join(", ");
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
