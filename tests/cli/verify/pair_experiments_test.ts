import assert from "node:assert/strict";
import { test } from "node:test";
import { ArchiveError } from "../../../archive/errors.ts";
import {
  listExperiments,
  pairExperiments,
} from "../../../cli/verify/pair_experiments.ts";
import type { StoredPlace } from "../../../stored/stored.ts";

const several = (...names: string[]) => ({ names, isSingle: false });
const single = (...names: string[]) => ({ names, isSingle: true });

function source(isSingle: boolean, ...names: string[]) {
  const place: StoredPlace = {
    place: "somewhere",
    names: () => Promise.resolve(names),
    open: () => Promise.reject(new Error("not opened here")),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return { place, isSingle, backend: "sqlite" as const };
}

test("pairExperiments() pairs experiments by name, and names missing ones", () => {
  assert.deepEqual(
    pairExperiments({ a: several("x", "z"), b: several("z", "y") }),
    [{ a: "x", b: undefined }, { a: undefined, b: "y" }, { a: "z", b: "z" }],
  );
});

test("pairExperiments() pairs two single ones whatever their names", () => {
  assert.deepEqual(
    pairExperiments({ a: single("x"), b: single("y") }),
    [{ a: "x", b: "y" }],
  );
});

test("pairExperiments() looks for a single one among several", () => {
  assert.deepEqual(
    pairExperiments({ a: several("x", "y"), b: single("y") }),
    [{ a: "y", b: "y" }],
  );
  assert.deepEqual(
    pairExperiments({ a: single("y"), b: several("x") }),
    [{ a: "y", b: undefined }],
  );
});

test("pairExperiments() rejects two sources without experiments", () => {
  assert.throws(
    () => pairExperiments({ a: several(), b: single() }),
    ArchiveError,
  );
});

test("listExperiments() chooses a domain among several experiments only", async () => {
  assert.deepEqual(
    await listExperiments(source(false, "x", "y"), "y"),
    single("y"),
  );
  assert.deepEqual(await listExperiments(source(false, "x"), "y"), single());
  assert.deepEqual(await listExperiments(source(true, "x"), "y"), single("x"));
  assert.deepEqual(
    await listExperiments(source(false, "x", "y"), undefined),
    several("x", "y"),
  );
});
