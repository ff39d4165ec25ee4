/**
 * Decides what counts as failed. Plain JavaScript, because it must start on any
 * Node from 20 on.
 *
 * @module
 */

/**
 * If more files fail, something is broken and the machine is not just busy:
 * running each of them again would only take time.
 */
const MOST_FILES_ALONE = 20;

/** Bytes of a program's last output in the summary. */
const LAST_OUTPUT = 3_000;

/**
 * The tests of a run, and a failed one for each hidden fault: a file without
 * reported tests, and a runner that failed, or did not complete, without a
 * failed test.
 */
export function withFaults({ tests, isWhole, ...end }, files) {
  const reported = new Set(tests.map(({ file }) => file));
  const missing = files.filter((file) => !reported.has(file));
  if (!isWhole || missing.length > MOST_FILES_ALONE) {
    const name = `the run did not complete: ${missing.length} of ` +
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

/** The files to run again alone: those with a failed test. */
export function filesToRunAlone(tests) {
  const files = [...new Set(failed(tests).map(({ file }) => file))];
  const isBroken = files.includes("") || files.length > MOST_FILES_ALONE;
  return isBroken ? [] : files;
}

/**
 * The outcome of a suite after some of its files ran again: their tests come
 * from the second run, so that each counts once. `onlyAlone` has those that
 * failed in parallel and passed alone.
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

/** The failed tests. */
export function failed(tests) {
  return tests.filter(({ outcome }) => outcome === "failed");
}

/** The full name of a test within its suite. */
export function nameOf({ file, name }) {
  return file ? `${file}: ${name}` : name;
}

function fault(file, name, error) {
  return { file, name, seconds: 0, outcome: "failed", error };
}

function ended({ status, output }) {
  return `it exited with ${status}; its last output:\n${
    output.slice(-LAST_OUTPUT)
  }`;
}
