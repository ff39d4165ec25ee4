import assert from "node:assert/strict";
import { test } from "node:test";
import { refusedFigures } from "../../../web/model/refused.ts";

test("A program that has refused nothing has no figure about it", () => {
  const nothing = { addresses: 0, handshakes: 0 };
  assert.deepEqual(refusedFigures(nothing), []);
  assert.deepEqual(refusedFigures({ ...nothing, domains: 0 }), []);
});

test("A proxy knows no domains", () => {
  assert.deepEqual(
    refusedFigures({ addresses: 2, handshakes: 1 }),
    [["Refused", "3", "2 by address, 1 TLS handshake"]],
  );
});

test("What was refused is counted by rule", () => {
  assert.deepEqual(
    refusedFigures({ addresses: 1200, domains: 1, handshakes: 2 }),
    [[
      "Refused",
      "1,203",
      "1,200 by address, 2 TLS handshakes, 1 stream by domain",
    ]],
  );
  assert.deepEqual(
    refusedFigures({ addresses: 0, domains: 3, handshakes: 0 }),
    [["Refused", "3", "3 streams by domain"]],
  );
});
