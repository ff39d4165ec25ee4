/**
 * Every source has a test of the same path, or is named in `tests/mirror.md`
 * with the test that it is tested through.
 *
 * @module
 */
import type { Fault } from "./fault.ts";

/** Where sources without a test of their own are named. */
export const MIRROR_DOCUMENT = "tests/mirror.md";

/** How sources are tested, and what is wrong about it. */
export interface Mirror {
  /** Sources with a test of their own. */
  readonly own: number;
  /** Sources that are tested through another test. */
  readonly through: number;
  /** Sources with nothing to test: types, and what is only exported again. */
  readonly empty: number;
  /** Sources without any test, and lines of the document without a use. */
  readonly faults: readonly Fault[];
}

/** The folders whose sources are mirrored. */
const MIRRORED =
  /^(?:cli|client|codec|load|ports|proxy|server|shared)\/.*(?<!\.d)\.ts$/;

/** A declaration of something that is there when the program runs. */
const VALUE =
  /^(?:export )?(?:default )?(?:async )?(?:abstract )?(?:function|class|const|let|var)\b/m;

/**
 * Looks for the tests of all sources among `files`. `read` gives the text of a
 * file, `through` the tests by source that `tests/mirror.md` names.
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

/** The tests by source that a document names in its table. */
export function readMirror(document: string): Map<string, string> {
  const rows = document.matchAll(/^\| `([^`]+)` *\| `([^`]+)` *\|$/gm);
  return new Map(Array.from(rows, ([, source, test]) => [source, test]));
}

function testOf(source: string): string {
  return `tests/${source.replace(/\.ts$/, "_test.ts")}`;
}
