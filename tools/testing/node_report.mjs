/**
 * Parses the output of `node_reporter.mjs`. Plain JavaScript, because it must
 * start on any Node from 20 on.
 *
 * @module
 */
import { relative } from "node:path";
import { withOwnFiles } from "./groups.mjs";

/** The same as `denoReport()`, with the reason why a test was skipped. */
export function nodeReport(report, root) {
  const lines = report.split("\n").filter((line) => line !== "");
  const isWhole = lines.at(-1) === '{"isEnd":true}';
  const tests = (isWhole ? lines.slice(0, -1) : lines)
    .map((line) => JSON.parse(line))
    .map((test) => ({ ...test, file: relative(root, test.file) }));
  return { tests: withOwnFiles(tests), isWhole };
}
