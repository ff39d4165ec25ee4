import assert from "node:assert/strict";
import { test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { someArchive } from "./_support/some_archive.ts";
import { TestApi } from "./_support/test_api.ts";

test("the document is valid OpenAPI 3.1", async () => {
  const { document } = await TestApi.of(someArchive()).check();
  const validator = new Validator();
  const { valid, errors } = await validator.validate(
    { ...structuredClone(document) },
  );
  assert.ok(valid, JSON.stringify(errors, undefined, 1));
  assert.equal(validator.version, "3.1");
});
