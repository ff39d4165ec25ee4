import assert from "node:assert/strict";
import { test } from "node:test";
import { fileUri, uriSegment } from "../../../server/rows/database_uri.ts";

test("Characters that are legal in a URI stay as they are", () => {
  const stamp = "2014-05-28T18:27:18.121Z";
  assert.equal(uriSegment(stamp), stamp);
  const legal = "AZaz09-._~!$&'()*+,;=:@";
  assert.equal(uriSegment(legal), legal);
  assert.equal(fileUri("/data/t~1.sq3"), "file:/data/t~1.sq3");
});

test("Characters that are not legal in a URI are escaped, so that a line has two words", () => {
  assert.equal(
    fileUri('/my data/50%/a#b?c"\n\u00e9.sq3'),
    "file:/my%20data/50%25/a%23b%3Fc%22%0A%C3%A9.sq3",
  );
  assert.equal(uriSegment("a/b"), "a%2Fb");
});

test("fileUri() makes a relative path absolute", () => {
  assert.match(fileUri("a.sq3"), /^file:\/.*\/a\.sq3$/);
});
