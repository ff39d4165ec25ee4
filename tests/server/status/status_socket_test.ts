import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, test } from "node:test";
import { StatusSocket } from "../../../server/status/status_socket.ts";
import { makeTempDir, removeTempDir } from "../../_support/temp_dir.ts";
import { someStatus } from "../../_support/some_status.ts";

let directory = "";
let path = "";
const open: StatusSocket[] = [];
beforeEach(() => {
  directory = makeTempDir();
  path = join(directory, "socket");
});
afterEach(() => {
  open.splice(0).forEach((socket) => socket.close());
  removeTempDir(directory);
});

async function answer(status = someStatus()): Promise<StatusSocket> {
  const socket = await StatusSocket.open(path, () => status);
  open.push(socket);
  return socket;
}

test("Each client of the socket gets the current status", async () => {
  let asked = 0;
  open.push(
    await StatusSocket.open(path, () => ({ ...someStatus(), pid: ++asked })),
  );
  for (const pid of [1, 2]) {
    const told = JSON.parse(await text(createConnection(path)));
    assert.deepEqual(told, { ...someStatus(), pid });
  }
});

test("The socket is the server's own, and gone after close()", async () => {
  const socket = await answer();
  assert.equal(statSync(path).mode & 0o777, 0o600);
  socket.close();
  assert.equal(existsSync(path), false);
});

test("The socket of a killed server is replaced", async () => {
  writeFileSync(path, "");
  await answer();
  assert.equal(JSON.parse(await text(createConnection(path))).pid, 4711);
});

test("The socket of another server is left alone", async () => {
  await answer();
  await assert.rejects(answer(), /another server answers/);
  assert.equal(JSON.parse(await text(createConnection(path))).pid, 4711);
});

test("A reader that disconnects during a long answer does no harm", async () => {
  await answer({ ...someStatus(), place: "x".repeat(10_000_000) });
  const socket = createConnection(path);
  await once(socket, "data");
  socket.destroy();
  const told = JSON.parse(await text(createConnection(path)));
  assert.equal(told.place.length, 10_000_000);
});
