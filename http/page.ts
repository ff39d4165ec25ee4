/**
 * The files of the page.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import page from "./assets/page.json" with { type: "json" };

/** The file that the browser loads for each address of the page. */
const INDEX = "index.html";

/** Characters of a file's hash in its address; see `tools/build/page.ts`. */
const HASH_LENGTH = 16;

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** A file, ready to be sent. */
interface PageFile {
  readonly type: string;
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Its bytes, compressed. */
  readonly packed: Uint8Array<ArrayBuffer>;
}

/** The files of the page, compressed once. */
export class Page {
  readonly #files = new Map<string, PageFile>(
    Object.entries(page).map(([name, text]) => [name, toFile(name, text)]),
  );

  /** Answers with the page, at whatever address of it. */
  index(request: Request): Response {
    return this.asset(INDEX, request) ?? new Response(null, { status: 404 });
  }

  /**
   * Answers with a file; `undefined` if there is none. An address with the
   * file's hash means this version for ever.
   */
  asset(name: string, request: Request): Response | undefined {
    const file = this.#files.get(name);
    if (file === undefined) return undefined;
    const { type, hash, bytes, packed } = file;
    const version = new URL(request.url).searchParams.get("v");
    const etag = `"${hash}"`;
    const headers = {
      etag,
      vary: "accept-encoding",
      "cache-control": version === hash
        ? "public, max-age=31536000, immutable"
        : "no-cache",
    };
    if (hasTag(request.headers.get("if-none-match"), etag)) {
      return new Response(null, { status: 304, headers });
    }
    const isPacked = takesGzip(request.headers.get("accept-encoding"));
    return new Response(isPacked ? packed : bytes, {
      headers: {
        ...headers,
        "content-type": type,
        ...isPacked && { "content-encoding": "gzip" },
      },
    });
  }
}

function toFile(name: string, text: string): PageFile {
  const bytes = new TextEncoder().encode(text);
  const hash = createHash("sha256").update(bytes).digest("hex");
  return {
    type: TYPES[name.slice(name.lastIndexOf(".") + 1)] ??
      "application/octet-stream",
    hash: hash.slice(0, HASH_LENGTH),
    bytes,
    packed: new Uint8Array(gzipSync(bytes, { level: 9 })),
  };
}

function hasTag(header: string | null, tag: string): boolean {
  return header?.split(",").some((one) => one.trim().endsWith(tag)) === true;
}

/** Whether a header `Accept-Encoding` allows gzip. */
function takesGzip(header: string | null): boolean {
  const [, quality = "1"] = /(?:^|,)\s*gzip\s*(?:;\s*q=([\d.]+))?\s*(?:,|$)/
    .exec(header ?? "") ?? [, "0"];
  return Number(quality) > 0;
}
