/**
 * Reads the tables of `docs/layers.md`: who may import whom.
 *
 * @module
 */

/** A part of the repository, and what it may import. */
export interface Layer {
  /** A file, or a folder with everything below that is no part itself. */
  readonly part: string;
  /** Parts, `folder/*`, `node:` or `everything`. */
  readonly imports: readonly string[];
}

/** Who may import whom. */
export interface LayerRules {
  /** From the bottom to the top. */
  readonly layers: readonly Layer[];
  /** The files and folders that alone may import a module. */
  readonly reserved: ReadonlyMap<string, readonly string[]>;
  /** Forbidden imports, as `importer -> imported`, that are still there. */
  readonly exceptions: readonly string[];
  /** Imports, likewise, that close a cycle. */
  readonly cycles: readonly string[];
}

/** Where the rules are. */
export const LAYERS_DOCUMENT = "docs/layers.md";

/** The rules that a document states. */
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

/** A row of a table, with the heading that it is under. */
interface Row {
  readonly heading: string;
  readonly cells: readonly string[];
}

function tableRows(document: string): Row[] {
  let heading = "";
  return document.split("\n").flatMap((line) => {
    heading = /^#+ (.*)/.exec(line)?.[1] ?? heading;
    // Rows start with a name; titles and rules do not.
    if (!line.startsWith("| `")) return [];
    return [{ heading, cells: line.split("|").slice(1, -1) }];
  });
}

/** What is in backticks. */
function names(cell: string): string[] {
  return Array.from(cell.matchAll(/`([^`]+)`/g), ([, name]) => name);
}
