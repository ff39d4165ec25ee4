import { test } from "node:test";
import { onDeno, thisRuntime } from "../_support/this_runtime.ts";
import { testRuntime } from "./runtime_contract.ts";

if (onDeno) testRuntime("Deno", await thisRuntime());
else test("Deno as a runtime", { skip: "this is Node" }, () => {});
