import assert from "node:assert/strict";
import { test } from "node:test";
import { parseServerFlags } from "../../../cli/flags/server_flags.ts";
import { commandLine } from "../_support/command_line.ts";

const { flags, refusal } = commandLine(parseServerFlags, "oml2-server");

test("A server has no peers unless they are given", () => {
  assert.deepEqual(flags("--http", "8080").peers, []);
});

test("Peers are repeated, follow each other, or are separated by commas", () => {
  const { peers } = flags(
    ...["--http", "8080", "--peer", "a:1,b:2", "c:3"],
    ...["--peer=[::1]:4", "--peer", "b:2"],
  );
  assert.deepEqual(
    peers.map(({ host, port }) => `${host} ${port}`),
    ["a 1", "b 2", "c 3", "::1 4"],
  );
});

test("Peers without a page are refused with the remedy", () => {
  assert.match(
    refusal("--peer", "a:80"),
    /^option --peer: "a:80" .*; add --http PORT$/,
  );
});

test("Of several peers the invalid one is named", () => {
  for (const bad of ["foo", "a:0", "a:99999", "8080", "", "https://a:80"]) {
    const message = refusal("--http", "8080", "--peer", `a:80,${bad}`);
    assert.ok(message.startsWith(`option --peer: "${bad}" `), message);
    assert.match(message, /; write HOST:PORT or \[IPV6\]:PORT/);
  }
});
