import { test } from "node:test";
import { onDeno, thisRuntime } from "../_support/this_runtime.ts";
import { testRuntime } from "./runtime_contract.ts";

if (!onDeno) testRuntime("Node", await thisRuntime());
else test("Node as a runtime", { skip: "this is Deno" }, () => {});
