import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonlEncoder } from "../../../export/jsonl/jsonl_encoder.ts";
import { encodeText } from "../_support/encode.ts";

test("A row is an object on a line, with every column", async () => {
  const text = await encodeText(jsonlEncoder, {
    schema: "1 app_m n:int32 label:string",
    senders: ['node "1"'],
    blocks: [
      [{ seq: 7, client: 0.25, server: 0.375, values: [-3, "x"] }],
      [{ seq: 8, client: 1, server: null, values: [null, null] }],
    ],
  });
  const sender = '{"oml_sender":"node \\"1\\""';
  assert.equal(
    text,
    `${sender},"oml_seq":7,"oml_ts_client":0.25,"oml_ts_server":0.375,` +
      '"n":-3,"label":"x"}\n' +
      `${sender},"oml_seq":8,"oml_ts_client":1,"oml_ts_server":null,` +
      '"n":null,"label":null}\n',
  );
});

test("JSON.parse reads all texts back", async () => {
  const texts = ["", 'a"b\\c', "two\r\nlines\t\0\x7f", "Zürich ✓ 😀", "\u2028"];
  const text = await encodeText(jsonlEncoder, {
    schema: "1 app_m v:string",
    blocks: [texts.map((value) => ({ values: [value] }))],
  });
  const lines = text.trimEnd().split("\n");
  assert.deepEqual(lines.map((line) => JSON.parse(line).v), texts);
});

test("Half a surrogate pair remains valid JSON", async () => {
  const text = await encodeText(jsonlEncoder, {
    ...{ schema: "1 app_m v:string", blocks: [[{ values: ["\ud800"] }]] },
  });
  assert.equal(JSON.parse(text).v, "\ud800");
});

test("Large integers are numbers with all digits; what JSON lacks is a string", async () => {
  const text = await encodeText(jsonlEncoder, {
    schema: "1 app_m a:uint64 b:double c:[double] d:blob e:bool f:[int64]",
    blocks: [[
      {
        values: [
          ...[2n ** 64n - 1n, NaN, [Infinity, null, 1e-9]],
          ...[new Uint8Array([1, 2]), true, [-(2n ** 63n), 1n]],
        ],
      },
      {
        values: [0n, -0, [], new Uint8Array(), false, []],
      },
    ]],
  });
  const [first, second] = text.split("\n").map((line) =>
    line.slice(line.indexOf('"a"'))
  );
  assert.equal(
    first,
    '"a":18446744073709551615,"b":"NaN","c":["Infinity",null,1e-9],' +
      '"d":"AQI=","e":true,"f":[-9223372036854775808,1]}',
  );
  assert.equal(second, '"a":0,"b":-0,"c":[],"d":"","e":false,"f":[]}');
});

test("Dates are strings", async () => {
  const text = await encodeText(jsonlEncoder, {
    schema: "1 app_m v:int32",
    blocks: [[{ client: 1.5, server: 2, values: [1] }]],
    origin: 0,
  });
  assert.equal(
    text,
    '{"oml_sender":"s1","oml_seq":1,' +
      '"oml_utc_client":"1970-01-01T00:00:01.500000Z",' +
      '"oml_utc_server":"1970-01-01T00:00:02.000000Z","v":1}\n',
  );
});
