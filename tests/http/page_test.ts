import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Page } from "../../http/page.ts";

const page = new Page();

function request(path: string, headers: Record<string, string> = {}): Request {
  return new Request(`http://localhost${path}`, { headers });
}

/** The addresses of the files that the page loads. */
async function addresses(): Promise<string[]> {
  const html = await page.index(request("/")).text();
  return Array.from(html.matchAll(/(?:src|href)="([^"]+)"/g), ([, to]) => to);
}

test("The page loads its own files only, with their versions", async () => {
  const found = await addresses();
  assert.ok(found.length >= 2, found.join(" "));
  for (const address of found) {
    const [, name] = /^\/assets\/([\w.]+)\?v=\w+$/.exec(address) ?? [];
    assert.notEqual(name, undefined, address);
    const answer = page.asset(name, request(address));
    assert.equal(answer?.status, 200, address);
    assert.equal(
      answer?.headers.get("cache-control"),
      "public, max-age=31536000, immutable",
    );
  }
});

test("Other versions, and the page itself, are not kept without asking", async () => {
  const [address] = await addresses();
  const name = address.split(/[/?]/)[2];
  for (const query of ["", "?v=", "?v=0123456789abcdef"]) {
    const answer = page.asset(name, request(`/assets/${name}${query}`));
    assert.equal(answer?.headers.get("cache-control"), "no-cache");
  }
  const index = page.index(request("/experiments/a"));
  assert.equal(index.headers.get("cache-control"), "no-cache");
  assert.equal(index.headers.get("content-type"), "text/html; charset=utf-8");
});

test("A browser that has a file gets no second copy", () => {
  const etag = page.index(request("/")).headers.get("etag") ?? "";
  assert.match(etag, /^"\w+"$/);
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const answer = page.index(request("/", { "if-none-match": known }));
    assert.equal(answer.status, 304);
    assert.equal(answer.headers.get("etag"), etag);
    assert.equal(answer.body, null);
  }
  const changed = page.index(request("/", { "if-none-match": '"other"' }));
  assert.equal(changed.status, 200);
});

test("Files are compressed for those who take it", async () => {
  const plain = page.index(request("/"));
  assert.equal(plain.headers.get("content-encoding"), null);
  const text = await plain.text();
  for (const takes of ["gzip", "br, gzip;q=0.5, *", "deflate,gzip"]) {
    const packed = page.index(request("/", { "accept-encoding": takes }));
    assert.equal(packed.headers.get("content-encoding"), "gzip", takes);
    assert.equal(packed.headers.get("vary"), "accept-encoding");
    const bytes = new Uint8Array(await packed.arrayBuffer());
    assert.equal(gunzipSync(bytes).toString(), text);
  }
  for (const takes of ["br", "gzip;q=0", "identity", "xgzip"]) {
    const answer = page.index(request("/", { "accept-encoding": takes }));
    assert.equal(answer.headers.get("content-encoding"), null, takes);
  }
});

test("There are no other files", () => {
  for (const name of ["", "page.ts", "../page.json", "constructor"]) {
    assert.equal(page.asset(name, request("/assets/x")), undefined, name);
  }
});
