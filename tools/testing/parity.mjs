/**
 * Checks docs/man-page-parity.md: every test that it names must have run and
 * passed on Deno and on Node.
 *
 * A table cell lists tests as `programs/x_test.ts`: name of the test, separated
 * by <br>. A name may be followed by marks in _(...)_: "Node" for a test of
 * that runtime only, "as root" for one that other users skip, "where ..." for
 * one that is skipped where something is not installed.
 *
 * @module
 */
const NAMED = /`([^`]+_test\.ts)`: (.+?)(?: _\((.+?)\)_)?(?=<br>| \|$)/gm;

/** The tests in a page. */
function namedTests(page) {
  return [...page.matchAll(NAMED)].map(([, file, name, marks = ""]) => {
    const marked = marks.split(", ");
    return {
      file,
      name,
      onDeno: !marked.includes("Node"),
      asRoot: marked.includes("as root"),
      maySkip: marked.some((mark) => mark.startsWith("where ")),
    };
  });
}

/** The outcome of each test of a suite, by `file: name` as in a page. */
function outcomes(tests) {
  return new Map(
    tests.map(({ file, name, outcome }) => [
      `${file.replace(/^tests\//, "")}: ${name}`,
      outcome,
    ]),
  );
}

/**
 * A line for each test in a page that did not run, or failed. Without
 * `isComplete` tests may be skipped because something is not installed.
 */
export function parityFaults(page, reports, { isRoot, isComplete }) {
  const tests = namedTests(page);
  const deno = outcomes(reports.deno);
  const node = outcomes(reports.node);
  if (tests.length === 0) return ["the page names no test"];
  return tests.flatMap(({ file, name, onDeno, asRoot, maySkip }) => {
    const skippable = !isComplete || maySkip || (asRoot && !isRoot);
    const fault = (outcome) =>
      outcome === undefined
        ? "was not there"
        : outcome === "failed"
        ? "failed"
        : outcome === "skipped" && !skippable && "was skipped";
    const test = `${file}: ${name}`;
    const faults = { Node: fault(node.get(test)) };
    if (onDeno) faults.Deno = fault(deno.get(test));
    return Object.entries(faults).filter(([, what]) => what)
      .map(([runtime, what]) => `${test}: ${what} on ${runtime}`);
  });
}
