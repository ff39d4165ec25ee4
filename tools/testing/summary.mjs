/**
 * Formats the end of `npm test`, so that the tail of a log is enough. Plain
 * JavaScript, because it must start on any Node from 20 on.
 *
 * @module
 */
import { failed, nameOf } from "./verdict.mjs";

/** Lines of an error that the summary repeats. */
const ERROR_LINES = 40;

/** The lines of the summary; the last one has the counts. */
export function summary(suites) {
  return [
    ...section("The slowest files:", suites.flatMap(slowestFiles)),
    ...section("Left out on every runtime:", leftOut(suites)),
    ...section(
      "Passed only when run alone; what failed beside other tests:",
      suites.flatMap(({ suite, onlyAlone = [] }) => told(suite, onlyAlone)),
    ),
    ...section(
      "Failed:",
      suites.flatMap(({ suite, tests }) => told(suite, failed(tests))),
    ),
    "",
    `${count(suites, "passed")} passed, ${count(suites, "failed")} failed`,
  ];
}

/** The number of tests of some suites with an outcome. */
export function count(suites, outcome) {
  return suites.flatMap(({ tests }) => tests)
    .filter((test) => test.outcome === outcome).length;
}

function section(title, lines) {
  return lines.length === 0 ? [] : ["", title, ...lines];
}

/** The lines for some tests of a suite, each with its error. */
function told(suite, tests) {
  return tests.flatMap((test) => [
    `  ${suite}, ${nameOf(test)}`,
    ...errorLines(test.error),
  ]);
}

function errorLines(error = "") {
  const lines = error.trim().split("\n");
  const kept = lines.length > ERROR_LINES
    ? [
      ...lines.slice(0, ERROR_LINES),
      `(${lines.length - ERROR_LINES} more lines)`,
    ]
    : lines;
  return kept.map((line) => `      ${line}`.trimEnd());
}

/** The tests that ran in no suite, with the reason. */
function leftOut(suites) {
  const all = suites.flatMap(({ tests }) => tests);
  const ran = all.filter(({ outcome }) => outcome !== "skipped");
  const names = new Set(ran.map(nameOf));
  const reasons = new Map();
  for (const test of all) {
    if (names.has(nameOf(test))) continue;
    // Deno does not report the reason, Node does.
    reasons.set(nameOf(test), test.reason || reasons.get(nameOf(test)));
  }
  return [...reasons].map(([name, why]) => `  ${name}${why ? `: ${why}` : ""}`);
}

/** The slowest files of a suite. */
function slowestFiles({ suite, tests }) {
  const seconds = new Map();
  for (const { file, seconds: more } of tests) {
    if (file) seconds.set(file, (seconds.get(file) ?? 0) + more);
  }
  return [...seconds].sort(([, a], [, b]) => b - a).slice(0, 5)
    .map(([file, sum]) =>
      `  ${sum.toFixed(1).padStart(6)} s  ${suite}, ${file}`
    );
}
