/**
 * Holds docs/man-page-parity.md to its word: every test that it names must have
 * run, and passed, on Deno and on Node.
 *
 * A table cell names tests as `programs/x_test.ts`: name of the test, each but
 * the first behind <br>. Behind a name there may be, in _(...)_: "Node" for a
 * test of that runtime alone, "as root" for one that others skip, "where ..."
 * for one that is skipped where something is not installed.
 *
 * @module
 */
const NAMED = /`([^`]+_test\.ts)`: (.+?)(?: _\((.+?)\)_)?(?=<br>| \|$)/gm;

const DENO_RESULT = /^\.\/tests\/(.+?) => (.+) \.\.\. (ok|ignored)\b/;
const TAP_RESULT = /^\s*ok \d+ - (.+?)( # SKIP\b.*)?$/;

/** The tests that a page names. */
export function namedTests(page) {
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

/** Of each test of Deno's parallel report, `file: name`, whether it was skipped. */
export function denoOutcomes(report) {
  const outcomes = new Map();
  for (const line of report.split("\n")) {
    const [, file, name, result] = DENO_RESULT.exec(line) ?? [];
    if (name) outcomes.set(`${file}: ${name}`, { skipped: result !== "ok" });
  }
  return outcomes;
}

/** Of each test of Node's TAP, which knows no files, whether it was skipped. */
export function nodeOutcomes(report) {
  const outcomes = new Map();
  for (const line of report.split("\n")) {
    const [, escaped, skip] = TAP_RESULT.exec(line) ?? [];
    const name = escaped?.replace(/\\([\\#])/g, "$1");
    if (name) outcomes.set(name, { skipped: skip !== undefined });
  }
  return outcomes;
}

/** A line for each test that a page names and that did not run. */
export function parityFaults(page, reports, isRoot) {
  const tests = namedTests(page);
  const deno = denoOutcomes(reports.deno);
  const node = nodeOutcomes(reports.node);
  if (tests.length === 0) return ["the page names no test"];
  return tests.flatMap(({ file, name, onDeno, asRoot, maySkip }) => {
    const skippable = maySkip || (asRoot && !isRoot);
    const fault = (outcome) =>
      outcome === undefined
        ? "was not there, or failed"
        : outcome.skipped && !skippable && "was skipped";
    const test = `${file}: ${name}`;
    const faults = { Node: fault(node.get(name)) };
    if (onDeno) faults.Deno = fault(deno.get(test));
    return Object.entries(faults).filter(([, what]) => what)
      .map(([runtime, what]) => `${test}: ${what} on ${runtime}`);
  });
}
