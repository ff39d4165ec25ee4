import assert from "node:assert/strict";
import { test } from "node:test";
import { parseViewFlags } from "../../../cli/flags/view_flags.ts";
import { OptionsError } from "../../../cli/options/options_error.ts";
import { useOwnEnv } from "../../_support/own_env.ts";

useOwnEnv();

function flags(...args: string[]) {
  const parsed = parseViewFlags(args, "oml2 view");
  return "flags" in parsed ? parsed.flags : assert.fail(parsed.print);
}

test("Sources are shown at any free port of this machine", () => {
  assert.deepEqual(flags("a.sq3", "b"), {
    sources: ["a.sq3", "b"],
    http: {
      ...{ host: "127.0.0.1", port: 0, tokenFile: undefined },
      option: "--port",
    },
    open: false,
  });
});

test("Port, token and browser are chosen", () => {
  const { http, open } = flags("a", "--port", "*:8080", "--open", ...[
    "--http-token-file=token",
  ]);
  assert.deepEqual(http, {
    ...{ host: undefined, port: 8080, tokenFile: "token", option: "--port" },
  });
  assert.equal(open, true);
});

test("Other machines need a token, and there must be a source", () => {
  for (const args of [["a", "--port=0.0.0.0:1"], [], ["a", "--port=x y"]]) {
    assert.throws(() => flags(...args), OptionsError);
  }
});

test("--help has examples and names the environment", () => {
  const parsed = parseViewFlags(["--help"], "oml2 view");
  assert.ok("print" in parsed);
  assert.match(parsed.print, /oml2 view demo\.sq3 --open/);
  assert.match(parsed.print, /OML_HTTP_TOKEN/);
});
