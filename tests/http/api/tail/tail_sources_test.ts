import assert from "node:assert/strict";
import { test } from "node:test";
import { NotFoundError } from "../../../../archive/errors.ts";
import { TailSources } from "../../../../http/api/tail/tail_sources.ts";
import { someArchive } from "../_support/some_archive.ts";

const QUERY = { experiment: "wifi", table: "radio_link" };

test("the same rows have one source, until nobody uses it", async () => {
  const archive = someArchive();
  const sources = new TailSources((read) => read(archive));
  const [first, second] = await Promise.all([
    sources.use(QUERY),
    sources.use({ ...QUERY, columns: undefined }),
  ]);
  assert.equal(first.source, second.source);
  const other = await sources.use({ ...QUERY, columns: ["rssi"] });
  assert.notEqual(other.source, first.source);
  assert.equal(sources.size, 2);
  first.release();
  first.release();
  assert.equal(sources.size, 2);
  second.release();
  other.release();
  assert.equal(sources.size, 0);
  const again = await sources.use(QUERY);
  assert.notEqual(again.source, first.source);
  again.release();
});

test("a source that cannot be opened is not kept", async () => {
  const archive = someArchive();
  const sources = new TailSources((read) => read(archive));
  const wrong = { ...QUERY, table: "none" };
  const uses = [sources.use(wrong), sources.use(wrong)];
  for (const use of uses) await assert.rejects(use, NotFoundError);
  assert.equal(sources.size, 0);
});
