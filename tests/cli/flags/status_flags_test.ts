import assert from "node:assert/strict";
import { test } from "node:test";
import { OptionsError } from "../../../cli/options/options_error.ts";
import { parseStatusFlags } from "../../../cli/flags/status_flags.ts";

function flags(...args: string[]) {
  const parsed = parseStatusFlags(args, "oml2 status");
  return "flags" in parsed ? parsed.flags : assert.fail(parsed.print);
}

test("The socket is found by data directory, by port, or given", () => {
  assert.equal(flags("-D", "/srv/oml").socket, "/srv/oml/.oml2.sock");
  assert.match(flags("-l", "3003").socket ?? "", /\/oml2-server-3003\.sock$/);
  assert.equal(flags("--socket", "/run/x").socket, "/run/x");
});

test("Without options it shows tables once", () => {
  const { json, watch } = flags("-D", "/srv/oml");
  assert.deepEqual([json, watch], [false, undefined]);
});

test("--watch refreshes every two seconds, or at the given interval", () => {
  assert.equal(flags("-D/x", "--watch").watch, 2);
  assert.equal(flags("-D/x", "--watch", "0.5").watch, 0.5);
  assert.equal(flags("-D/x", "--watch", "--json").json, true);
});

for (
  const args of [["-D", ""], ["-l", "x y"], ["--watch", "never"], ["stray"]]
) {
  test(`${args.join(" ")} is rejected with the remedy`, () => {
    assert.throws(() => flags(...args), OptionsError);
  });
}

test("-D and -l exclude each other", () => {
  assert.throws(() => flags("-D", "/x", "-l", "3003"), OptionsError);
});

test("With peers the own server is asked only if it is named", () => {
  const peers = [{ host: "a", port: 80 }, { host: "::1", port: 81 }];
  const only = flags("--peer", "a:80,[::1]:81");
  assert.deepEqual([only.socket, only.peers], [undefined, peers]);
  const both = flags("-D", "/x", "--peer", "a:80", "--peer", "[::1]:81");
  assert.deepEqual([both.socket, both.peers], ["/x/.oml2.sock", peers]);
  assert.equal(flags("--peer", "a:80", "--socket", "/y").socket, "/y");
});

test("A token is for peers", () => {
  const token = ["--http-token-file", "f"];
  assert.equal(flags("--peer", "a:80", ...token).tokenFile, "f");
  assert.throws(() => flags(...token), /"f" has no use alone; add --peer/);
});

test("--help has examples", () => {
  const parsed = parseStatusFlags(["--help"], "oml2 status");
  assert.match(
    "print" in parsed ? parsed.print : "",
    /Examples:\n.*oml2 status/,
  );
});
