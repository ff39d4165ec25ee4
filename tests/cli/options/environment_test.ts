import assert from "node:assert/strict";
import process from "node:process";
import { after, test } from "node:test";
import { variable } from "../../../cli/options/environment.ts";

const NAME = "OML_TEST_VARIABLE";
after(() => delete process.env[NAME]);

test("A variable has a value, unless it is empty or not there", () => {
  assert.equal(variable(NAME), undefined);
  process.env[NAME] = "";
  assert.equal(variable(NAME), undefined);
  process.env[NAME] = "x";
  assert.equal(variable(NAME), "x");
});
