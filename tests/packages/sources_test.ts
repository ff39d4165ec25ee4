import { join } from "node:path";
import { test } from "node:test";
import { bin } from "../../tools/install.mjs";
import { onDeno } from "../_support/this_runtime.ts";
import { proxiesGolden } from "./_support/golden.ts";

// On Deno the programs under test are the sources anyway.
test("The sources run as proxy and server on Node", {
  skip: onDeno && "it runs on Node",
}, () => {
  const command = [join(bin, "node"), "entries/node.ts"];
  return proxiesGolden([...command, "server"], [...command, "proxy"]);
});
