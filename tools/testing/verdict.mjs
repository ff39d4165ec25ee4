/**
 * Decides what counts as failed. Plain JavaScript, for it must start on any
 * Node from 20 on.
 *
 * @module
 */

/**
 * Where more files fail, the machine is not too busy but something is broken:
 * to run each of them again would only take time.
 */
const MOST_FILES_ALONE = 20;

/** Bytes of a program's last output that are kept for the summary. */
const LAST_OUTPUT = 3_000;

/**
 * The tests of a run, and a failed one for each thing that a run can hide: files
 * none of whose tests was reported, and a runner that failed, or did not come to
 * its end, without a failed test.
 */
export function withFaults({ tests, isWhole, ...end }, files) {
  const reported = new Set(tests.map(({ file }) => file));
  const missing = files.filter((file) => !reported.has(file));
  if (!isWhole || missing.length > MOST_FILES_ALONE) {
    const name = `the run did not come to its end: ${missing.length} of ` +
      `${files.length} files are missing`;
    return [...tests, fault("", name, ended(end))];
  }
  const all = [
    ...tests,
    ...missing.map((file) => fault(file, "none of its tests ran", "")),
  ];
  return end.status === 0 || failed(all).length > 0 ? all : [
    ...all,
    fault("", "the runner failed without a failed test", ended(end)),
  ];
}

/** A check as a test. */
export function checked(end) {
  return end.status === 0
    ? { file: "", name: "check", seconds: 0, outcome: "passed" }
    : fault("", "check", ended(end));
}

/** The files to run once more, alone: those with a failed test. */
export function filesToRunAlone(tests) {
  const files = [...new Set(failed(tests).map(({ file }) => file))];
  const isBroken = files.includes("") || files.length > MOST_FILES_ALONE;
  return isBroken ? [] : files;
}

/**
 * What a suite comes to when some of its files have run again: their tests are
 * those of the run alone, so that each counts once. `onlyAlone` has those that
 * failed beside others and not alone.
 */
export function afterRunsAlone(tests, alone) {
  const files = new Set(alone.map(({ file }) => file));
  const failedAlone = new Set(failed(alone).map(nameOf));
  return {
    tests: [...tests.filter(({ file }) => !files.has(file)), ...alone],
    onlyAlone: failed(tests).filter((test) =>
      files.has(test.file) && !failedAlone.has(nameOf(test))
    ),
  };
}

/** The failed ones of some tests. */
export function failed(tests) {
  return tests.filter(({ outcome }) => outcome === "failed");
}

/** What names a test within its suite. */
export function nameOf({ file, name }) {
  return file ? `${file}: ${name}` : name;
}

function fault(file, name, error) {
  return { file, name, seconds: 0, outcome: "failed", error };
}

function ended({ status, output }) {
  return `it ended with ${status}, and printed last:\n${
    output.slice(-LAST_OUTPUT)
  }`;
}
