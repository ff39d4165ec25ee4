/**
 * A reporter for `node --test`: a JSON line for each test, and a last one when
 * the run has come to its end. JUnit would name the file in which `test()` was
 * called; this has the file that was run.
 *
 * @module
 */
import { inspect } from "node:util";

/** Turns the events of a run into lines. */
export default async function* lines(events) {
  for await (const { type, data } of events) {
    const isTest = type === "test:pass" || type === "test:fail";
    // Subtests are their parent's.
    if (isTest && data.nesting === 0) yield line(reported(type, data));
  }
  yield line({ isEnd: true });
}

function reported(type, { entryFile, file, name, skip, details }) {
  return {
    file: entryFile ?? file,
    name,
    seconds: details.duration_ms / 1000,
    ...(type === "test:fail"
      ? { outcome: "failed", error: errorText(details.error) }
      : skip === undefined || skip === false
      ? { outcome: "passed" }
      : { outcome: "skipped", reason: skip === true ? "" : skip }),
  };
}

/** The runner wraps what the test has thrown. */
function errorText(error) {
  const thrown = error?.cause ?? error;
  return typeof thrown === "string" ? thrown : inspect(thrown);
}

function line(value) {
  return `${JSON.stringify(value)}\n`;
}
