import assert from "node:assert/strict";
import { test } from "node:test";
import { ProtocolError } from "../../../codec/errors.ts";
import {
  HeaderLines,
  type SessionHeader,
} from "../../../codec/headers/session_header.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";

function read(...lines: string[]): SessionHeader {
  const header = new HeaderLines({ ...DEFAULT_LIMITS, fields: 2 });
  for (const line of lines) header.line(line);
  return header.finish();
}

/** Code and message of the error. */
function refusal(...lines: string[]): string {
  try {
    read(...lines);
  } catch (error) {
    assert(error instanceof ProtocolError);
    return `${error.code}: ${error.message}`;
  }
  throw new Error(`accepted: ${lines}`);
}

test("HeaderLines reads all the headers", () => {
  assert.deepEqual(
    read(
      "protocol: 4",
      "domain: exp",
      "start-time: 1281591603",
      "sender-id: node 1",
      "app-name: generator",
      "schema: 1 app_m a:int32",
      "schema: 2 app_n a:double",
      "content: binary",
    ),
    {
      protocol: 4,
      domain: "exp",
      startTime: 1281591603,
      senderId: "node 1",
      appName: "generator",
      content: "binary",
      resume: undefined,
      arrivals: undefined,
      schemas: [
        { index: 1, name: "app_m", fields: [{ name: "a", type: "int32" }] },
        { index: 2, name: "app_n", fields: [{ name: "a", type: "double" }] },
      ],
      crlf: false,
      ignored: [],
    },
  );
});

test("HeaderLines reads the stream to resume and its length", () => {
  const stream = "0a0b0c0d-1111-2222-3333-444444444444";
  const resume = (value: string) => read("domain: d", `oml2-resume: ${value}`);
  assert.deepEqual(resume(stream).resume, { stream, length: undefined });
  assert.deepEqual(resume(`${stream} 12`).resume, { stream, length: 12 });
  assert.equal(resume(stream.toUpperCase()).resume?.stream, stream);
});

test("HeaderLines ignores a stream to resume without a UUID", () => {
  for (const value of ["", "1", "0a0b0c0d-1111-2222-3333-44444444444g"]) {
    const header = read("domain: d", `oml2-resume: ${value}`);
    assert.equal(header.resume, undefined);
    assert.deepEqual(header.ignored, [`oml2-resume: ${value}`]);
  }
});

test("HeaderLines reads the index of the stream with times of arrival", () => {
  assert.equal(read("domain: d", "oml2-arrivals: 12").arrivals, 12);
  for (const value of ["", "-1", "1.5", "1234567890"]) {
    const header = read("domain: d", `oml2-arrivals: ${value}`);
    assert.equal(header.arrivals, undefined);
    assert.deepEqual(header.ignored, [`oml2-arrivals: ${value}`]);
  }
});

test("HeaderLines needs only a domain", () => {
  assert.deepEqual(read("domain: d"), {
    protocol: 5,
    domain: "d",
    startTime: undefined,
    senderId: undefined,
    appName: undefined,
    content: "text",
    resume: undefined,
    arrivals: undefined,
    schemas: [],
    crlf: false,
    ignored: [],
  });
  assert.match(refusal("protocol: 4"), /^domain: Cannot go on without/);
  assert.match(refusal(), /^domain: Cannot go on without/);
});

test("HeaderLines accepts the names of old versions in any version", () => {
  for (const version of [1, 3, 4, 5]) {
    const header = read(
      `protocol: ${version}`,
      "experiment-id: e",
      "start_time: 7",
    );
    assert.equal(header.domain, "e");
    assert.equal(header.startTime, 7);
  }
});

test("HeaderLines accepts versions 1 to 5", () => {
  for (const version of ["1", "2", "3", "4", "5", "05"]) {
    assert.equal(
      read(`protocol: ${version}`, "domain: d").protocol,
      Number(version),
    );
  }
  for (const version of ["0", "6", "-1", "4x", "4.9", "0x4", "", "four"]) {
    assert.match(refusal(`protocol: ${version}`), /^protocol-version/, version);
  }
});

test("HeaderLines drops white space around values only", () => {
  const header = read("domain:d", "sender-id: \t a b \t\r");
  assert.equal(header.domain, "d");
  assert.equal(header.senderId, "a b");
});

test("HeaderLines reports whether all lines end in CRLF", () => {
  assert(read("domain: d\r", "content: text\r").crlf);
  assert(!read("domain: d\r", "content: text").crlf);
  assert(!read("domain: d").crlf);
});

test("HeaderLines ends the key at the first colon", () => {
  assert.equal(read("domain: d", "sender-id: a:b: c").senderId, "a:b: c");
});

test("HeaderLines ignores unknown keys, and reports them", () => {
  assert.deepEqual(
    read("domain: d", "x-key: 1", "Domain: e", " domain: f", "domain : g", ":")
      .ignored,
    ["x-key: 1", "Domain: e", " domain: f", "domain : g", ":"],
  );
});

test("HeaderLines rejects a line without a colon", () => {
  assert.equal(
    refusal("domain: d", "no header\x01"),
    'header: Cannot read header: it has no colon: "no header\\x01"',
  );
});

test("HeaderLines reports that an encapsulation hides the domain", () => {
  assert.equal(
    refusal("encapsulation: gzip"),
    "domain: Cannot read a stream in an encapsulation: have the client send " +
      'it as it is: "gzip"',
  );
  assert.deepEqual(read("encapsulation: gzip", "domain: d").ignored, [
    "encapsulation: gzip",
  ]);
});

test("HeaderLines accepts domains that are safe as file names", () => {
  for (
    const domain of [
      "a",
      "375823",
      "default_slice-2014-10-20t10.59.11.720-04.00",
      "2014-05-28T18:27:18.121+02:00",
      "two words",
      "a+b@c=d,e~f",
      "a..b",
      "x".repeat(63),
    ]
  ) assert.equal(read(`domain: ${domain}`).domain, domain);
});

test("HeaderLines rejects any other domain", () => {
  for (
    const domain of [
      "",
      ".",
      "..",
      ".hidden",
      "-option",
      "../x",
      "a/b",
      "a\\b",
      "a\0b",
      'a"b',
      "a'b",
      "a;b",
      "a%b",
      "déjà",
      "a\tb",
      "x".repeat(64),
    ]
  ) assert.match(refusal(`domain: ${domain}`), /^domain: Cannot use/, domain);
});

test("HeaderLines accepts the same domain twice, but not a second one", () => {
  assert.equal(read("domain: d", "experiment-id: d").domain, "d");
  assert.match(refusal("domain: d", "domain: e"), /Cannot change domain d/);
});

test("HeaderLines requires the domain before start-time and sender-id", () => {
  assert.match(refusal("start-time: 1", "domain: d"), /start-time before/);
  assert.match(refusal("start_time: 1", "domain: d"), /start_time before/);
  assert.match(refusal("sender-id: a", "domain: d"), /sender-id before/);
  assert.equal(read("schema: 1 m a:int32", "domain: d").schemas.length, 1);
});

test("HeaderLines reads a start-time with fraction and exponent", () => {
  const cases: [string, number][] = [
    ["0", 0],
    ["-5", -5],
    ["+5", 5],
    ["1000.25", 1000.25],
    [".5", 0.5],
    ["1.795365275122E9", 1795365275.122],
  ];
  for (const [text, seconds] of cases) {
    const { startTime, ignored } = read("domain: d", `start-time: ${text}`);
    assert.equal(startTime, seconds);
    assert.deepEqual(ignored, []);
  }
});

test("HeaderLines ignores an invalid start-time", () => {
  for (const text of ["", "soon", "0x10", "1e400", "nan", "1e16", "1 2"]) {
    const header = read("domain: d", "start-time: 7", `start-time: ${text}`);
    assert.equal(header.startTime, 7, text);
    assert.deepEqual(header.ignored, [`start-time: ${text}`]);
  }
});

test("HeaderLines accepts names of 1,024 bytes", () => {
  const longest = "é".repeat(512);
  assert.equal(read("domain: d", `sender-id: ${longest}`).senderId, longest);
  assert.equal(read("domain: d", `app-name: ${longest}`).appName, longest);
  assert.match(refusal("domain: d", `sender-id: ${longest}x`), /^sender-id/);
  assert.match(refusal("domain: d", `app-name: ${longest}x`), /^header/);
});

test("HeaderLines reads an empty name as none", () => {
  const header = read("domain: d", "sender-id:", "app-name: ");
  assert.equal(header.senderId, undefined);
  assert.equal(header.appName, undefined);
});

test("HeaderLines rejects any content other than text and binary", () => {
  for (const content of ["", "json", "Text", "text binary"]) {
    assert.match(refusal(`content: ${content}`), /^content/, content);
  }
});

test("HeaderLines checks the number of fields, but not of schemas, against the limit", () => {
  const schemas = ["1", "1", "1", "1"].map((i) => `schema: ${i} m a:int32`);
  assert.equal(read("domain: d", ...schemas).schemas.length, 4);
  assert.match(refusal("schema: 1 m a:int32 b:int32 c:int32"), /^schema/);
});
