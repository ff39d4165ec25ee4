/**
 * Reads the tables of `docs/layers.md`: which parts may import which.
 *
 * @module
 */

/** A part of the repository, and what it may import. */
export interface Layer {
  /** A file, or a folder with everything below it that is not a part itself. */
  readonly part: string;
  /** Parts, `folder/*`, `node:` or `everything`. */
  readonly imports: readonly string[];
}

/** The import rules. */
export interface LayerRules {
  /** From the bottom to the top. */
  readonly layers: readonly Layer[];
  /** The only files and folders that may import a module. */
  readonly reserved: ReadonlyMap<string, readonly string[]>;
  /** Forbidden imports that still exist, as `importer -> imported`. */
  readonly exceptions: readonly string[];
  /** Imports that close a cycle, likewise. */
  readonly cycles: readonly string[];
}

/** The document with the rules. */
export const LAYERS_DOCUMENT = "docs/layers.md";

/** The rules in a document. */
export function readLayers(document: string): LayerRules {
  const rows = tableRows(document);
  const under = (heading: string) =>
    rows.filter((row) => row.heading === heading);
  const layers = rows.filter(({ cells }) => cells.length === 3)
    .map(({ cells: [part, , imports] }) => ({
      part: names(part)[0],
      imports: names(imports),
    }));
  return {
    layers,
    reserved: new Map(
      under("Reserved").map(({ cells: [module, users] }) => [
        names(module)[0],
        names(users),
      ]),
    ),
    exceptions: under("Exceptions").flatMap(({ cells }) => names(cells[0])),
    cycles: under("Cycles").flatMap(({ cells }) => names(cells[0])),
  };
}

/** A table row, with the heading above it. */
interface Row {
  readonly heading: string;
  readonly cells: readonly string[];
}

function tableRows(document: string): Row[] {
  let heading = "";
  return document.split("\n").flatMap((line) => {
    heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
    // Rows start with a name; titles and rulers do not.
    if (!line.startsWith("| `")) return [];
    return [{ heading, cells: line.split("|").slice(1, -1) }];
  });
}

/** The texts in backticks. */
function names(cell: string): string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, name]) => name);
}
