import assert from "node:assert/strict";
import { test } from "node:test";
import {
  explainEndless,
  StreamHeader,
} from "../../../proxy/scan/stream_header.ts";
import { headers } from "../../_support/hello.ts";
import { bytes, latin1 } from "../../_support/packet.ts";

const UUID = "4b7b1f52-0000-4000-8000-00000000cafe";

test("StreamHeader adds one line to resume, which ends as the others do", () => {
  for (const newline of ["\n", "\r\n"]) {
    const text = headers({ domain: "a", newline });
    const header = new StreamHeader(bytes(text));
    const line = `oml2-resume: ${UUID}`;
    const asking = latin1(header.asking(UUID, undefined));
    assert.equal(asking.replace(line + newline, ""), text);
    const ended = latin1(header.asking(UUID, 42));
    assert.equal(ended.replace(`${line} 42${newline}`, ""), text);
    assert.equal(header.resume, undefined);
    assert.equal(header.resumeBytes, 0);
  }
});

test("StreamHeader removes the client's own request to resume", () => {
  const text = headers({ domain: "a" });
  const line = `oml2-resume: ${UUID.toUpperCase()} 42\n`;
  const header = new StreamHeader(bytes(line, text));
  assert.equal(latin1(header.plain), text);
  assert.equal(header.size, line.length + text.length);
  assert.equal(header.resumeBytes, line.length);
  assert.deepEqual(header.resume, { stream: UUID, length: 42 });
});

test("StreamHeader removes a malformed request, too, and does not use it", () => {
  const text = headers({ domain: "a" });
  const header = new StreamHeader(bytes("oml2-resume: mine\n", text));
  assert.equal(latin1(header.plain), text);
  assert.equal(header.resume, undefined);
});

test("StreamHeader parses valid headers once", () => {
  const header = new StreamHeader(bytes(headers({ domain: "a" })));
  assert.equal(header.session?.domain, "a");
  assert.equal(header.fault, undefined);
  assert.equal(header.session, header.session);
});

test("StreamHeader reports why servers reject invalid headers", () => {
  const header = new StreamHeader(bytes("protocol: 4\n\n"));
  assert.equal(header.session, undefined);
  assert.equal(header.fault, "Cannot go on without a domain");
});

test("explainEndless() reports an error in incomplete headers, if there is one", () => {
  assert.equal(
    explainEndless(bytes("domain: a\n1\t1\t1\t1\n")),
    'Cannot read header: it has no colon: "1\\x091\\x091\\x091"',
  );
  assert.equal(explainEndless(bytes("domain: a\n")), "its headers never end");
});
