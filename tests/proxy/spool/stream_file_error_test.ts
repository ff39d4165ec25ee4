import assert from "node:assert/strict";
import { test } from "node:test";
import {
  StreamFileError,
  throwIfDamaged,
  throwReadError,
} from "../../../proxy/spool/stream_file_error.ts";

const DAMAGE = new StreamFileError("its file was removed");
const TEMPORARY = new Error("too many open files");

test("throwIfDamaged() ignores errors that may pass", () => {
  throwIfDamaged(TEMPORARY);
  assert.throws(() => throwIfDamaged(DAMAGE), DAMAGE);
});

test("throwReadError() names the cause of an error that may pass", () => {
  assert.throws(() => throwReadError(DAMAGE), DAMAGE);
  assert.throws(() => throwReadError(TEMPORARY), {
    name: "StreamReadError",
    message: TEMPORARY.message,
    cause: TEMPORARY,
  });
});
