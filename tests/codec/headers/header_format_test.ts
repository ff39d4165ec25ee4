import assert from "node:assert/strict";
import { test } from "node:test";
import { EncodeError } from "../../../codec/errors.ts";
import {
  formatHeader,
  type HeaderFields,
} from "../../../codec/headers/header_format.ts";
import { parseSchema } from "../../../codec/values/schema.ts";
import { bytes } from "../../_support/packet.ts";
import { decode } from "../_support/decode.ts";

const FULL: HeaderFields = {
  protocol: 5,
  domain: "exp",
  startTime: 1281591603,
  senderId: "node-1",
  appName: "generator",
  schemas: [
    parseSchema("1 generator_sin label:string phase:double"),
    parseSchema("2 generator_lin n:[uint64]"),
  ],
  content: "binary",
  resume: { stream: "00000000-1111-2222-3333-444444444444", length: 99 },
  arrivals: 3,
};

test("formatHeader() writes the headers in the original's order", () => {
  assert.equal(
    formatHeader(FULL),
    "protocol: 5\n" +
      "domain: exp\n" +
      "start-time: 1281591603\n" +
      "sender-id: node-1\n" +
      "app-name: generator\n" +
      "schema: 1 generator_sin label:string phase:double\n" +
      "schema: 2 generator_lin n:[uint64]\n" +
      "oml2-resume: 00000000-1111-2222-3333-444444444444 99\n" +
      "oml2-arrivals: 3\n" +
      "content: binary\n\n",
  );
});

test("formatHeader() uses the names of old versions before version 4", () => {
  for (const protocol of [1, 2, 3]) {
    assert.equal(
      formatHeader({ protocol, domain: "e", startTime: 7 }),
      `protocol: ${protocol}\nexperiment-id: e\nstart_time: 7\ncontent: text\n\n`,
    );
  }
  assert.match(formatHeader({ protocol: 4, domain: "e" }), /\ndomain: e\n/);
});

test("formatHeader() needs only a domain", () => {
  assert.equal(
    formatHeader({ domain: "e" }),
    "protocol: 5\ndomain: e\ncontent: text\n\n",
  );
});

test("formatHeader() writes what the decoder reads back unchanged", () => {
  for (const protocol of [1, 2, 3, 4, 5]) {
    const header = { ...FULL, protocol, startTime: 1281591603.25 };
    const { events } = decode([bytes(formatHeader(header))]);
    const [first] = events;
    assert.equal(first.type, "header");
    assert(first.type === "header");
    const { crlf, ignored, ...read } = first.header;
    assert.deepEqual(read, header);
    assert.deepEqual([crlf, ignored], [false, []]);
    assert.equal(formatHeader(first.header), formatHeader(header));
  }
});

test("formatHeader() rejects values that would form another header", () => {
  for (
    const change of [
      { senderId: "a\nschema: 1 x y:int32" },
      { appName: "a\n\nb" },
      { senderId: " a" },
      { senderId: "a\r" },
      { domain: "a\n" },
    ]
  ) {
    assert.throws(() => formatHeader({ ...FULL, ...change }), {
      name: "EncodeError",
      message: /newline, or blanks around it$/,
    });
  }
});

test("formatHeader() rejects values that a receiver would reject", () => {
  const cases: [Partial<HeaderFields>, RegExp][] = [
    [{ protocol: 6 }, /must be 1 to 5/],
    [{ protocol: 4.5 }, /must be 1 to 5/],
    [{ domain: "" }, /Cannot use domain/],
    [{ domain: "../x" }, /Cannot use domain/],
    [{ startTime: NaN }, /"start-time: NaN": it is not a number/],
    [{ startTime: 1e300 }, /it is not a number/],
    [{ senderId: "x".repeat(1025) }, /more than 1024 bytes/],
    [{ schemas: [{ index: 1, name: "a b", fields: [] }] }, /Cannot use schema/],
    [{ schemas: [{ index: -1, name: "a", fields: [] }] }, /Cannot use schema/],
  ];
  for (const [change, message] of cases) {
    assert.throws(() => formatHeader({ ...FULL, ...change }), (error) => {
      assert(error instanceof EncodeError);
      assert.match(error.message, message);
      return true;
    });
  }
});
