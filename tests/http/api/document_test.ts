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

test("everything in the document is described", async () => {
  const { document } = await TestApi.of(someArchive()).check();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const what = `${method} ${path}`;
      assert.ok(operation.operationId, what);
      assert.ok(operation.summary, what);
      assert.equal(operation.tags?.length, 1, what);
      for (const { name, description } of operation.parameters ?? []) {
        assert.ok(description, `${what}: ${name}`);
      }
      for (const status of ["200", "400", "401", "403", "429", "500", "503"]) {
        assert.ok(operation.responses[status]?.description, what);
      }
      assert.equal(
        operation.responses["404"] !== undefined,
        !/site|session|openapi/.test(path),
        what,
      );
    }
  }
  const { schemas } = document.components;
  for (const [name, schema] of Object.entries(schemas)) {
    assert.ok(schema.description, name);
    for (const [field, each] of Object.entries(schema.properties ?? {})) {
      assert.ok(each.description ?? each.$ref, `${name}.${field}`);
    }
  }
});

test("the examples in the document are valid", async () => {
  const check = await TestApi.of(someArchive()).check();
  const { schemas } = check.document.components;
  const examples = Object.entries(schemas).flatMap(([name, { example }]) =>
    example === undefined ? [] : [name]
  );
  assert.ok(examples.length >= 10, examples.join());
  for (const name of examples) check.checkSchema(name, schemas[name].example);
});

test("the document has all routes", async () => {
  const { document } = await TestApi.of(someArchive()).check();
  const table = "/experiments/{experiment}/tables/{table}";
  assert.deepEqual(
    Object.keys(document.paths).sort(),
    [
      "/experiments",
      "/experiments/{experiment}",
      "/experiments/{experiment}/activity",
      "/experiments/{experiment}/rejects",
      `${table}/rows`,
      `${table}/rows.csv`,
      `${table}/series`,
      `${table}/spectra`,
      `${table}/tail`,
      "/openapi.json",
      "/proxy",
      "/proxy/commands",
      "/servers",
      "/session",
      "/site",
    ].map((path) => `/api/v1${path}`).sort(),
  );
});

test("parameters have their bounds in the document", async () => {
  const { document } = await TestApi.of(someArchive()).check();
  const rows = Object.entries(document.paths)
    .find(([path]) => path.endsWith("/rows"))?.[1].get;
  const schemas = new Map(
    rows?.parameters?.map(({ name, schema }) => [name, schema]),
  );
  const { description, ...limit } = schemas.get("limit") ?? {};
  assert.equal(description, "The most rows; 1,000 if not given.");
  assert.deepEqual(limit, { type: "integer", minimum: 1, maximum: 10_000 });
  assert.deepEqual(schemas.get("clock")?.enum, ["client", "server"]);
  assert.equal(schemas.get("columns")?.type, "array");
});
