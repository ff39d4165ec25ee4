import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderFinder } from "../../../proxy/scan/header_finder.ts";
import { headers } from "../../_support/hello.ts";
import { bytes, latin1 } from "../../_support/packet.ts";

test("HeaderFinder finds the headers wherever chunks end", () => {
  for (const newline of ["\n", "\r\n"]) {
    const header = headers({ domain: "a", newline });
    const stream = bytes(header, "1\t1\t1\t1\n");
    for (let cut = 0; cut <= stream.length; cut++) {
      const finder = new HeaderFinder();
      const found = [stream.slice(0, cut), stream.slice(cut)]
        .map((part) => finder.push(part))
        .find((part) => part !== undefined);
      assert.equal(found && latin1(found.bytes), header, `cut at ${cut}`);
      assert.equal(finder.isDone, true);
    }
  }
});

test("HeaderFinder finds headers only once", () => {
  const finder = new HeaderFinder();
  assert.notEqual(finder.push(bytes("domain: a\n\n")), undefined);
  assert.equal(finder.push(bytes("domain: b\n\n")), undefined);
});

test("HeaderFinder gives up when headers are too long", () => {
  const finder = new HeaderFinder();
  for (let i = 0; i < 100; i++) {
    assert.equal(finder.push(bytes("x: ".repeat(500), "\n")), undefined);
  }
  assert.equal(finder.isDone, true);
  assert.equal(finder.push(bytes("\n")), undefined);
});
