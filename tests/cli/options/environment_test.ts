import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { variable } from "../../../cli/options/environment.ts";
import { useOwnEnv } from "../../_support/own_env.ts";

const NAME = "OML_TEST_VARIABLE";
useOwnEnv();

test("A variable has a value, unless it is empty or unset", () => {
  assert.equal(variable(NAME), undefined);
  process.env[NAME] = "";
  assert.equal(variable(NAME), undefined);
  process.env[NAME] = "x";
  assert.equal(variable(NAME), "x");
});
