import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { buildPage } from "../../../tools/build/page.ts";

/** The most bytes that a browser loads, compressed. */
const MOST_BYTES = 150_000;

describe("the bundled page", () => {
  const text = buildPage();
  const files: Record<string, string> = JSON.parse(text);

  it("is the same each time", () => {
    assert.equal(buildPage(), text);
  });

  it("is small", () => {
    const sizes = Object.values(files).map((each) => gzipSync(each).length);
    const bytes = sizes.reduce((sum, each) => sum + each, 0);
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
  });

  it("names its files with hashes, so that they can be kept", () => {
    const html = files["index.html"] ?? "";
    for (const name of ["page.js", "page.css", "favicon.svg"]) {
      assert.ok(files[name], name);
      assert.match(html, new RegExp(`"/assets/${name}\\?v=[0-9a-f]{16}"`));
    }
  });

  it("has no inline scripts and styles, which its policy forbids", () => {
    const html = files["index.html"] ?? "";
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|<script>/);
  });

  it("names no other host, except in names of XML", () => {
    const urls = Object.values(files).join("\n").match(
      /https?:\/\/[^"'`\s)]+/g,
    );
    // The hosts of links to other servers are data.
    const others = urls?.filter((each) =>
      !each.startsWith("http://www.w3.org/") && !each.startsWith("http://${")
    );
    assert.deepEqual(others ?? [], []);
  });
});
