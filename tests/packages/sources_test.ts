import { join } from "node:path";
import { test } from "node:test";
import { bin } from "../../tools/install.mjs";
import { proxiesGolden } from "./_support/golden.ts";

const commands = {
  Deno: [join(bin, "deno"), "run", "-A", "--no-check", "main.ts"],
  Node: [join(bin, "node"), "main_node.ts"],
};

for (const [runtime, command] of Object.entries(commands)) {
  test(`The sources on ${runtime} are a proxy and a server`, () =>
    proxiesGolden([...command, "server"], [...command, "proxy"]));
}
