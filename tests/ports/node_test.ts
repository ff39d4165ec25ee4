import { test } from "node:test";
import { onDeno, thisRuntime } from "../_support/this_runtime.ts";
import { testHttp } from "./http_contract.ts";
import { testRuntime } from "./runtime_contract.ts";

if (!onDeno) {
  testRuntime("Node", await thisRuntime());
  testHttp("Node", await thisRuntime());
} else test("Node as a runtime", { skip: "this is Deno" }, () => {});
