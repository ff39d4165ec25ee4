import assert from "node:assert/strict";
import { test } from "node:test";
import { csvAttachment } from "../../../../http/api/csv/file_name.ts";

test("a plain name is kept", () => {
  assert.equal(
    csvAttachment("wifi-link"),
    'attachment; filename="wifi-link.csv"',
  );
});

test("other characters are kept for browsers that can read them", () => {
  assert.equal(
    csvAttachment("caf\u00e9 (1)"),
    'attachment; filename="caf___1_.csv"; ' +
      "filename*=UTF-8''caf%C3%A9%20%281%29.csv",
  );
});

test("no name leaves its header or folder, or is hidden", () => {
  const names = [
    'a"; filename="b',
    "../../etc/passwd",
    ".profile",
    "a\r\nset-cookie: b",
    "a\\b",
    "\ud800",
    "\0",
  ];
  for (const name of names) {
    const header = csvAttachment(name);
    assert.match(
      header,
      /^attachment; filename="[A-Za-z0-9_-][A-Za-z0-9._-]*\.csv"(?:; filename\*=UTF-8''(?!\.)[\w%.~-]+\.csv)?$/,
    );
    assert.doesNotMatch(header, /%2F|%5C|%0D|%0A|%00/i, name);
  }
});

test("long names are cut between characters", () => {
  const header = csvAttachment("\u{1f600}".repeat(1000));
  assert.ok(header.length < 1500);
  assert.ok(header.endsWith("%F0%9F%98%80.csv"));
});
