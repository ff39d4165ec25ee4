import assert from "node:assert/strict";
import { test } from "node:test";
import { Markup, markup } from "../../../report/html/markup.ts";

test("Texts in markup are escaped, also in attributes", () => {
  const name = `<b a="1" c='2'>&`;
  assert.equal(
    markup`<p title="${name}">${name}</p>`.text,
    '<p title="&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;">' +
      "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;</p>",
  );
});

test("Markup stays markup, and lists are joined", () => {
  const items = [markup`<li>${1}</li>`, [markup`<li>${"<"}</li>`, "x"]];
  assert.equal(
    markup`<ul>${items}</ul>`.text,
    "<ul><li>1</li><li>&lt;</li>x</ul>",
  );
  assert.equal(markup`${new Markup("<hr>")}`.text, "<hr>");
});

test("Foreign texts can't control what is around them", () => {
  const text = markup`${"a\u202eb\x1b[2J\nc"}`.text;
  assert.equal(text, "a\\u202eb\\x1b[2J\\x0ac");
  assert.ok(markup`${"x".repeat(10_000)}`.text.length < 700);
});
