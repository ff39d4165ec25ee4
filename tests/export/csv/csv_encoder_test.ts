import assert from "node:assert/strict";
import { test } from "node:test";
import { csvEncoder } from "../../../export/csv/csv_encoder.ts";
import type { ExactValue } from "../../../stored/stored.ts";
import { encodeText, type Row } from "../_support/encode.ts";

/** The lines of a table with one column, without what precedes its value. */
async function cells(
  type: string,
  ...values: readonly ExactValue[]
): Promise<string[]> {
  const rows = values.map((value) => ({ seq: 1, values: [value] }));
  const text = await encodeText(csvEncoder, {
    schema: `1 app_m v:${type}`,
    blocks: [rows],
  });
  assert.ok(text.endsWith("\r\n"));
  const [header, ...lines] = text.slice(0, -2).split("\r\n");
  assert.equal(header, "oml_sender,oml_seq,oml_ts_client,oml_ts_server,v");
  return lines.map((line) => {
    assert.ok(line.startsWith("s1,1,0,0.5,"), line);
    return line.slice("s1,1,0,0.5,".length);
  });
}

test("A row has sender, number, both times and values, and ends as in RFC 4180", async () => {
  const text = await encodeText(csvEncoder, {
    schema: "1 app_m n:int32 label:string",
    senders: ["node,1", "n2"],
    blocks: [
      [{ seq: 7, client: 0.25, server: 0.375, values: [-3, "x"] }],
      [],
      [{ sender: 2, seq: 8, client: 1e-7, server: null, values: [4, "y"] }, {
        ...{ sender: 3, seq: 9, client: 1e21, server: 2, values: [5, "z"] },
      }],
    ],
  });
  assert.equal(
    text,
    "oml_sender,oml_seq,oml_ts_client,oml_ts_server,n,label\r\n" +
      '"node,1",7,0.25,0.375,-3,x\r\n' +
      "n2,8,1e-7,,4,y\r\n" +
      "#3,9,1e+21,2,5,z\r\n",
  );
});

test("A table without rows has its header", async () => {
  const schema = "1 app_m a:int32";
  assert.equal(
    await encodeText(csvEncoder, { schema, blocks: [] }),
    "oml_sender,oml_seq,oml_ts_client,oml_ts_server,a\r\n",
  );
});

test("Doubles are the shortest text that reads back the same", async () => {
  const doubles = [0.1, 0.1 + 0.2, 5e-324, 1.7976931348623157e308, -0, 0, 100];
  const specials = [NaN, Infinity, -Infinity, null];
  assert.deepEqual(await cells("double", ...doubles, ...specials), [
    ...["0.1", "0.30000000000000004", "5e-324", "1.7976931348623157e+308"],
    ...["-0", "0", "100", "NaN", "Infinity", "-Infinity", ""],
  ]);
});

test("Integers of 64 bits are exact", async () => {
  const most = 2n ** 64n - 1n;
  assert.deepEqual(await cells("uint64", 0n, 2n ** 63n, most, null), [
    ...["0", "9223372036854775808", "18446744073709551615", ""],
  ]);
  assert.deepEqual(await cells("int64", -(2n ** 63n)), [
    "-9223372036854775808",
  ]);
});

test("A text is quoted where a reader would misread it; NULL is not", async () => {
  const texts = ["plain", "a,b", 'say "hi"', "two\r\nlines", "two\nlines"];
  assert.deepEqual(
    await cells("string", ...texts.slice(0, 3), "", null, "Zürich ✓", " x "),
    ["plain", '"a,b"', '"say ""hi"""', '""', "", "Zürich ✓", " x "],
  );
  const text = await encodeText(csvEncoder, {
    schema: "1 app_m v:string",
    blocks: [texts.slice(3).map((value) => ({ values: [value] }))],
  });
  assert.match(text, /"two\r\nlines"\r\n.*"two\nlines"\r\n$/);
});

test("A long text with characters that are not ASCII is written whole", async () => {
  const long = "é".repeat(100_000);
  assert.deepEqual(await cells("string", long, `${long},`, "a"), [
    ...[long, `"${long},"`, "a"],
  ]);
});

test("Booleans, blobs and vectors have a text form", async () => {
  assert.deepEqual(await cells("bool", true, false), ["true", "false"]);
  const blob = new Uint8Array([0, 255, 62]);
  assert.deepEqual(await cells("blob", blob, new Uint8Array(), null), [
    ...["AP8+", '""', ""],
  ]);
  assert.deepEqual(await cells("[double]", [0.5, -Infinity, null, -0], []), [
    ...['"[0.5,""-Infinity"",null,-0]"', "[]"],
  ]);
  assert.deepEqual(await cells("[uint64]", [2n ** 64n - 1n]), [
    "[18446744073709551615]",
  ]);
  assert.deepEqual(await cells("[bool]", [true, false]), ['"[true,false]"']);
});

test("A value that its column's type does not allow is written as it is", async () => {
  assert.deepEqual(await cells("int32", 1, "a,b", null, 2.5, NaN), [
    ...["1", '"a,b"', "", "2.5", "NaN"],
  ]);
});

test("With an origin, times are dates in UTC to the microsecond", async () => {
  const rows: Row[] = [
    { client: 0.000001, server: 0.9999996, values: [1] },
    { client: null, server: -1, values: [2] },
    { client: 86400.5, server: 1e300, values: [3] },
  ];
  const text = await encodeText(csvEncoder, {
    ...{ schema: "1 app_m v:int32", blocks: [rows], origin: 1_800_000_000 },
  });
  assert.deepEqual(text.split("\r\n"), [
    "oml_sender,oml_seq,oml_utc_client,oml_utc_server,v",
    "s1,1,2027-01-15T08:00:00.000001Z,2027-01-15T08:00:01.000000Z,1",
    "s1,2,,2027-01-15T07:59:59.000000Z,2",
    "s1,3,2027-01-16T08:00:00.500000Z,1e+300,3",
    "",
  ]);
});

test("A column of the table keeps its name, and one that is added gets another", async () => {
  const text = await encodeText(csvEncoder, {
    schema: "1 app_m OML_sender:int32 oml_sender_:int32 oml_utc_client:int32",
    ...{ blocks: [], origin: 0 },
  });
  assert.equal(
    text,
    "oml_sender__,oml_seq,oml_utc_client_,oml_utc_server,OML_sender," +
      "oml_sender_,oml_utc_client\r\n",
  );
});
