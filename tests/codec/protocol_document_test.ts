import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { badField, Reason } from "../../codec/tuples/reasons.ts";
import { Wire } from "../../codec/values/wire_type.ts";
import { bytes } from "../_support/packet.ts";
import { repositoryRoot } from "../_support/runtime_command.ts";
import { decode } from "./_support/decode.ts";

const DOCUMENT = readFileSync(
  join(repositoryRoot, "docs/protocol.md"),
  "utf8",
);

function block(language: string): string {
  const found = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, "m")
    .exec(DOCUMENT);
  assert(found !== null);
  return found[1];
}

function valuesOf(stream: Uint8Array): unknown[] {
  const { events, error } = decode([stream]);
  assert.equal(error, undefined);
  return events.flatMap((event) => {
    assert.notEqual(event.type, "rejected");
    return event.type === "tuple" ? [[event.timestamp, event.values]] : [];
  });
}

test("docs/protocol.md contains a valid session", () => {
  assert.deepEqual(valuesOf(bytes(block("text"))), [
    [0.25, ["roof", 21.5]],
    [0.5, [[1.5, 2.25, 0.75]]],
    [1.25, ["cellar", 12.125]],
  ]);
});

test("docs/protocol.md shows the session's first tuple as a message", () => {
  const [header] = block("text").split("\n\n");
  const message = block("hex").split("\n").flatMap((line) =>
    line.slice(0, 31).trim().split(" ").filter((each) => each !== "")
      .map((digits) => parseInt(digits, 16))
  );
  assert.equal(message.length, 5 + 25);
  const stream = bytes(
    header.replace("content: text", "content: binary"),
    "\n\n",
    message,
  );
  assert.deepEqual(valuesOf(stream), [[0.25, ["roof", 21.5]]]);
});

test("docs/protocol.md lists every reason and type byte", () => {
  for (const reason of [...Object.values(Reason), badField("F", "T")]) {
    assert(DOCUMENT.includes(`\`${reason}\``), reason);
  }
  for (const byte of Object.values(Wire)) {
    const digits = byte.toString(16).toUpperCase().padStart(2, "0");
    assert.match(DOCUMENT, new RegExp(`^${digits}  |\`${digits}\``, "m"));
  }
});
