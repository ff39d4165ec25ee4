import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderBlock, HeaderEnd } from "../../../proxy/scan/stream_header.ts";
import { headers } from "../../_support/hello.ts";
import { bytes, latin1 } from "../../_support/packet.ts";

const UUID = "4b7b1f52-0000-4000-8000-00000000cafe";

test("HeaderEnd finds the headers, however they are cut", () => {
  for (const newline of ["\n", "\r\n"]) {
    const header = headers({ domain: "a", newline });
    const stream = bytes(header, "1\t1\t1\t1\n");
    for (let cut = 0; cut <= stream.length; cut++) {
      const end = new HeaderEnd();
      const found = [stream.slice(0, cut), stream.slice(cut)]
        .map((part) => end.push(part))
        .find((part) => part !== undefined);
      assert.equal(found && latin1(found), header, `cut at ${cut}`);
    }
  }
});

test("HeaderEnd finds no end of headers that are too long", () => {
  const end = new HeaderEnd();
  for (let i = 0; i < 100; i++) {
    assert.equal(end.push(bytes("x: ".repeat(500), "\n")), undefined);
  }
  assert.equal(end.push(bytes("\n")), undefined);
});

test("HeaderBlock adds one line, which ends as the others do", () => {
  for (const newline of ["\n", "\r\n"]) {
    const header = headers({ domain: "a", newline });
    const block = new HeaderBlock(bytes(header));
    const line = `oml2-resume: ${UUID}`;
    const asking = latin1(block.asking(UUID, undefined));
    assert.equal(asking.replace(line + newline, ""), header);
    const ended = latin1(block.asking(UUID, 42));
    assert.equal(ended.replace(`${line} 42${newline}`, ""), header);
    assert.equal(block.resume, undefined);
  }
});

test("HeaderBlock takes out what the client itself has asked for", () => {
  const header = headers({ domain: "a" });
  const line = `oml2-resume: ${UUID.toUpperCase()} 42\n`;
  const block = new HeaderBlock(bytes(line, header));
  assert.equal(latin1(block.plain), header);
  assert.equal(block.resumeBytes, line.length);
  assert.deepEqual(block.resume, { stream: UUID, length: 42 });
});
