import assert from "node:assert/strict";
import { test } from "node:test";
import { PAGE } from "../../../../server/rows/sqlite/page_image.ts";
import { PageTemplates } from "../../../../server/rows/sqlite/page_templates.ts";

test("A template is the first page of a database with the largest page size", () => {
  const page = new PageTemplates().page(5);
  assert.equal(page.length, PAGE);
  assert.equal(
    new TextDecoder().decode(page.subarray(0, 15)),
    "SQLite format 3",
  );
});

test("Tables with similar numbers of columns share a template", () => {
  const templates = new PageTemplates();
  assert.equal(templates.page(5), templates.page(16));
  assert.equal(templates.page(17), templates.page(32));
  assert.notEqual(templates.page(16), templates.page(17));
});

test("A template has all requested columns", () => {
  const templates = new PageTemplates();
  for (const columns of [1, 5, 16, 17, 100, 1_004]) {
    const page = new TextDecoder("latin1").decode(templates.page(columns));
    assert.match(page, new RegExp(`\\bc${columns - 1}\\b`));
  }
});
