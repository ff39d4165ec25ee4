import assert from "node:assert/strict";
import { test } from "node:test";
import { BufferPool, SharedBufferPool } from "../../../shared/buffer_pool.ts";
import { scratchDatabase } from "../../../server/rows/scratch_database.ts";
import { ImagePlanner } from "../../../server/rows/sqlite/image_planner.ts";
import { PAGE } from "../../../server/rows/sqlite/page_image.ts";
import { PageTemplates } from "../../../server/rows/sqlite/page_templates.ts";
import { flushOf } from "../_support/flush.ts";

const rows = Array.from({ length: 5_000 }, (_, i) => [BigInt(i)]);

test("A scratch database plans its flushes, and returns their memory", async () => {
  const images = new SharedBufferPool(16 * 1024 * 1024);
  const planner = new ImagePlanner(
    new PageTemplates(),
    images,
    new BufferPool(),
  );
  const database = scratchDatabase(planner);
  const { senderId } = await database.join({ sender: "s", startTime: 1000 });
  assert.equal(senderId, 1);
  const flush = flushOf({ handle: 0, schema: "1 m a:int32", rows });
  assert.deepEqual(await database.write(flush), { fenced: [] });
  await database.close();
  const image = new Uint8Array(images.take(5 * PAGE));
  const start = new TextDecoder().decode(image.slice(0, 15));
  assert.equal(start, "SQLite format 3");
});

test("Without a planner a scratch database discards flushes as they are", async () => {
  const database = scratchDatabase();
  const flush = flushOf({ handle: 0, schema: "1 m a:int32", rows });
  assert.deepEqual(await database.write(flush), { fenced: [] });
});
