import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { test } from "node:test";
import { say } from "../../../cli/process/say.ts";

test("say() writes text", () => {
  const written: string[] = [];
  const to = new Writable({
    write(chunk, _encoding, done) {
      written.push(`${chunk}`);
      done();
    },
  });
  say(to, "ready\n");
  assert.deepEqual(written, ["ready\n"]);
});

test("say() survives a reader that has gone, as an error event or as an exception", async () => {
  const gone = new Writable({
    write: (_chunk, _encoding, done) => done(new Error("EPIPE")),
  });
  say(gone, "ready\n");
  say(gone, "still ready\n");
  await new Promise<void>((resolve) => gone.once("close", resolve));
  const broken = new Writable();
  broken.write = () => {
    throw new Error("EPIPE");
  };
  say(broken, "ready\n");
});
