/**
 * Groups of test files that share a thread of Deno, or a process of Node: to
 * start one takes longer than the tests of most files. Plain JavaScript, because
 * it must start on any Node from 20 on.
 *
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../install.mjs";

/**
 * Folders whose files have one each: their tests take long, and run programs.
 */
const APART =
  /^tests\/(browser|conformance|docs|examples|packages|programs|torture)\//;

/** Hooks of a file run around all tests of its thread or process. */
const HAS_HOOKS = /\b(?:before|after)(?:Each)?\(|\buseOwnEnv\(/;

/** The name of a test that a group has before those of each file. */
const MARK = "Tests of ";

/**
 * Writes the groups of some files to a directory, one for each folder of tests.
 * Returns what to run: the files without a group, and the groups.
 */
export function grouped(files, directory) {
  const groups = new Map([...groupedByFolder(files)].filter(isWorthwhile));
  const inGroups = new Set([...groups.values()].flat());
  return [
    ...files.filter((file) => !inGroups.has(file)),
    ...[...groups].map(([folder, members]) => {
      const path = join(directory, `${folder}_group_test.mjs`);
      writeFileSync(path, group(members));
      return path;
    }),
  ];
}

/**
 * Names the file of each test that ran in a group.
 *
 * @template T
 * @param {T[]} tests
 * @returns {T[]}
 */
export function withOwnFiles(tests) {
  const current = new Map();
  return tests.flatMap((test) => {
    const isMark = test.name.startsWith(MARK);
    if (isMark) current.set(test.file, test.name.slice(MARK.length));
    const file = current.get(test.file) ?? test.file;
    return isMark && test.outcome === "passed" ? [] : [{ ...test, file }];
  });
}

function groupedByFolder(files) {
  const groups = new Map();
  for (const file of files.filter(mayShare)) {
    const folder = file.split("/")[1];
    groups.set(folder, [...(groups.get(folder) ?? []), file]);
  }
  return groups;
}

function mayShare(file) {
  return !APART.test(file) &&
    !HAS_HOOKS.test(readFileSync(join(root, file), "utf8"));
}

function isWorthwhile([, members]) {
  return members.length > 1;
}

/** A module that registers the tests of some files, each after its mark. */
function group(files) {
  const members = files.map((file) =>
    [
      `test(${JSON.stringify(MARK + file)}, () => {});`,
      `await load(() => import("${pathToFileURL(join(root, file))}"));`,
    ].join("\n")
  );
  return `import { before, test } from "node:test";

// Node starts with the first test before it has loaded all files.
const { promise, resolve } = Promise.withResolvers();
before(() => promise);

async function load(file) {
  try {
    await file();
  } catch (error) {
    test("The file can be loaded", () => Promise.reject(error));
  }
}

${members.join("\n")}
resolve();
`;
}
