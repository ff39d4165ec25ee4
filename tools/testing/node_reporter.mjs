/**
 * A reporter for `node --test`: a JSON line for each test, and a last one at
 * the end of the run. JUnit would name the file that called `test()`; this
 * names the file that was run.
 *
 * @module
 */
import { inspect } from "node:util";

/** Converts the events of a run to lines. */
export default async function* lines(events) {
  for await (const { type, data } of events) {
    const isTest = type === "test:pass" || type === "test:fail";
    // Subtests are part of their parent.
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

/** The runner wraps the error that the test has thrown. */
function errorText(error) {
  const thrown = error?.cause ?? error;
  return typeof thrown === "string" ? thrown : inspect(thrown);
}

function line(value) {
  return `${JSON.stringify(value)}\n`;
}
