import { test } from "node:test";
import { onDeno, thisRuntime } from "../_support/this_runtime.ts";
import { testHttp } from "./http_contract.ts";
import { testRuntime } from "./runtime_contract.ts";

if (onDeno) {
  testRuntime("Deno", await thisRuntime());
  testHttp("Deno", await thisRuntime());
} else test("Deno as a runtime", { skip: "this is Node" }, () => {});
