import assert from "node:assert/strict";
import { test } from "node:test";
import {
  csvField,
  csvHeader,
  csvLines,
} from "../../../../http/api/csv/csv_text.ts";

test("fields are quoted only where RFC 4180 requires it", () => {
  assert.equal(csvField("plain text"), "plain text");
  assert.equal(csvField('say "a"'), '"say ""a"""');
  assert.equal(csvField("a,b"), '"a,b"');
  assert.equal(csvField("a\nb"), '"a\nb"');
  assert.equal(csvField("a\rb"), '"a\rb"');
});

test("no value is an empty field, an empty text is quoted", () => {
  assert.equal(csvField(null), "");
  assert.equal(csvField(undefined), "");
  assert.equal(csvField(""), '""');
});

test("numbers keep all digits, vectors are JSON", () => {
  assert.equal(csvField(0.1), "0.1");
  assert.equal(csvField(-1e-9), "-1e-9");
  assert.equal(csvField("18446744073709551615"), "18446744073709551615");
  assert.equal(csvField(true), "true");
  assert.equal(csvField([1, null, "Infinity"]), '"[1,null,""Infinity""]"');
  assert.equal(csvField([1]), "[1]");
});

test("lines have the columns that OML adds, then the measured ones", () => {
  const rows = {
    ids: [7],
    senders: ["a,b"],
    seqs: [3],
    client: [null],
    server: [1.5],
    values: { x: [1], y: ["z"] },
    lastId: 7,
    more: false,
  };
  const header = "sender,seq,client_time,server_time,y,x\r\n";
  assert.equal(csvHeader(["y", "x"]), header);
  assert.equal(csvLines(rows, ["y", "x"]), '"a,b",3,,1.5,z,1\r\n');
});
