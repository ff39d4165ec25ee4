/**
 * Every source has a test at the same path, or is listed in `tests/mirror.md`
 * with the test that covers it.
 *
 * @module
 */
import type { Fault } from "./fault.ts";

/** The document with the sources that have no test of their own. */
export const MIRROR_DOCUMENT = "tests/mirror.md";

/** How sources are tested, and the faults. */
export interface Mirror {
  /** Sources with a test of their own. */
  readonly own: number;
  /** Sources that are tested through another test. */
  readonly through: number;
  /** Sources with nothing to test: types and re-exports. */
  readonly empty: number;
  /** Sources without any test, and unnecessary lines of the document. */
  readonly faults: readonly Fault[];
}

/** The folders with mirrored sources. */
const MIRRORED =
  /^(?:access|archive|captures|cli|client|codec|http|load|ports|proxy|report|server|shared|stored|web)\/.*(?<!\.d)\.ts$/;

/** A declaration that exists at run time. */
const VALUE =
  /^(?:export )?(?:default )?(?:async )?(?:abstract )?(?:function|class|const|let|var)\b/m;

/**
 * Looks for the tests of all sources among `files`. `read` returns the text of
 * a file; `through` has the tests by source from `tests/mirror.md`.
 */
export function mirrorOf(
  files: readonly string[],
  read: (file: string) => string,
  through: ReadonlyMap<string, string>,
): Mirror {
  const present = new Set(files);
  const sources = files.filter((file) => MIRRORED.test(file));
  const own = new Set(sources.filter((file) => present.has(testOf(file))));
  const empty = new Set(
    sources.filter((file) => !own.has(file) && !VALUE.test(read(file))),
  );
  const untested = sources.filter((file) =>
    !own.has(file) && !empty.has(file) && !through.has(file)
  );
  return {
    own: own.size,
    through: through.size,
    empty: empty.size,
    faults: [
      ...untested.map((file) => ({
        file,
        rule: "has no test",
        remedy: `Write ${testOf(file)}, or name in ${MIRROR_DOCUMENT} the ` +
          "test that it is tested through",
      })),
      ...[...through].flatMap(([file, test]) => {
        const rule = uselessLine(file, test);
        const remedy = "Correct or remove the line";
        return rule === undefined
          ? []
          : [{ file: MIRROR_DOCUMENT, rule, remedy }];
      }),
    ],
  };

  function uselessLine(file: string, test: string): string | undefined {
    if (!present.has(file)) return `names ${file}, which does not exist`;
    if (own.has(file)) return `names ${file}, which has a test of its own`;
    if (empty.has(file)) return `names ${file}, which has nothing to test`;
    return present.has(test)
      ? undefined
      : `names ${test}, which does not exist`;
  }
}

/** The tests by source in a document's table. */
export function readMirror(document: string): Map<string, string> {
  const rows = document.matchAll(/^\| `([^`]+)` *\| `([^`]+)` *\|$/gm);
  return new Map(Array.from(rows, ([, source, test]) => [source, test]));
}

function testOf(source: string): string {
  return `tests/${source.replace(/\.ts$/, "_test.ts")}`;
}
