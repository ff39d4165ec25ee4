import assert from "node:assert/strict";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { countLines, sendFile } from "../../bench/file_streams.ts";
import { makeTempDir, removeTempDir } from "../_support/temp_dir.ts";

/** More than two pieces. */
const TEXT = "a line of text\n".repeat(200_000);

test("countLines() counts the lines of a large file", () => {
  const dir = makeTempDir();
  const path = join(dir, "lines");
  writeFileSync(path, `${TEXT}no end`);
  assert.equal(countLines(path), 200_000);
  removeTempDir(dir);
});

test("sendFile() sends all of a file, and waits until the server closes", async () => {
  const dir = makeTempDir();
  const path = join(dir, "sent");
  writeFileSync(path, TEXT);
  let received = 0;
  let isClosed = false;
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("data", ({ length }) => received += length);
    socket.on("end", () => {
      isClosed = true;
      socket.end();
    });
  }).listen(0);
  await once(server, "listening");
  const seconds = await sendFile(path, (server.address() as AddressInfo).port);
  assert.ok(seconds > 0);
  assert.equal(received, TEXT.length);
  assert.equal(isClosed, true);
  server.close();
  removeTempDir(dir);
});
