/**
 * Parses the reports of `deno test --parallel`. Plain JavaScript, because it
 * must start on any Node from 20 on.
 *
 * Its output names the file that was run; its JUnit report has the errors, but
 * names the file that called `test()`, which may be an imported one.
 *
 * @module
 */
import { withOwnFiles } from "./groups.mjs";

const RESULT =
  /^(?:\.\/|(?=\.\.\/))(\S+?) => (.+) \.\.\. (ok|FAILED|ignored)\b.* \(([\d.]+)(µs|ms|s|m)(?:(\d+)s)?\)$/gm;
const COUNTS =
  /^(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed(?: \(\d+ steps?\))?(?: \| (\d+) ignored)?/m;
const ERROR =
  /<testcase name="([^"]*)"[^>]*>\s*<failure message="([^"]*)">(.*?)<\/failure>/gs;

const OUTCOMES = { ok: "passed", FAILED: "failed", ignored: "skipped" };
const SECONDS = { "µs": 1e-6, ms: 1e-3, s: 1, m: 60 };

/**
 * The tests, each with `file`, `name`, `outcome` ("passed", "failed" or
 * "skipped"), `seconds`, and `error` if it failed; and whether the run is
 * complete.
 */
export function denoReport(printed, junit) {
  const errors = errorsByName(junit);
  const results = [...printed.matchAll(RESULT)].map(toTest);
  const names = new Set(results.map(({ file, name }) => `${file} ${name}`));
  const tests = results.filter((test) => !isStep(test, names));
  const [, ...counts] = COUNTS.exec(printed) ?? [];
  const all = counts.reduce((sum, one) => sum + Number(one ?? 0), 0);
  return {
    tests: withOwnFiles(tests).map((test) => ({
      ...test,
      ...(test.outcome === "failed" && {
        error: errors.get(test.name)?.shift() ?? "",
      }),
    })),
    isWhole: counts.length > 0 && all === tests.length,
  };
}

function toTest([, file, name, result, time, unit, seconds = 0]) {
  return {
    file,
    name,
    outcome: OUTCOMES[result],
    seconds: Number(time) * SECONDS[unit] + Number(seconds),
  };
}

/** Steps, named `TEST ... STEP`, are part of their test. */
function isStep({ file, name }, names) {
  const parts = name.split(" ... ");
  return parts.some((_, i) =>
    i > 0 && names.has(`${file} ${parts.slice(0, i).join(" ... ")}`)
  );
}

function errorsByName(junit) {
  const errors = new Map();
  for (const [, name, message, text] of junit.matchAll(ERROR)) {
    const key = plain(name);
    const error = plain(text.trim() || message);
    errors.set(key, [...(errors.get(key) ?? []), error]);
  }
  return errors;
}

const NAMED = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function plain(text) {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => NAMED[name]);
}
