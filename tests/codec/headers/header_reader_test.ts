import assert from "node:assert/strict";
import { test } from "node:test";
import { HeaderReader } from "../../../codec/headers/header_reader.ts";
import { DEFAULT_LIMITS } from "../../../codec/values/limits.ts";
import { bytes } from "../../_support/packet.ts";
import { pieces, readAtEveryCut } from "../_support/cuts.ts";

/** Domain, CRLF, and all bytes after the headers. */
function read(chunks: Iterable<Uint8Array>, headerBytes = 1000) {
  const reader = new HeaderReader({ ...DEFAULT_LIMITS, headerBytes });
  const iterator = chunks[Symbol.iterator]();
  for (let next = iterator.next(); !next.done; next = iterator.next()) {
    const found = reader.push(next.value);
    if (found === undefined) continue;
    let rest = new TextDecoder().decode(found.rest);
    for (const chunk of { [Symbol.iterator]: () => iterator }) {
      rest += new TextDecoder().decode(chunk);
    }
    return { domain: found.header.domain, crlf: found.header.crlf, rest };
  }
  return reader.started ? "more" : "nothing";
}

test("HeaderReader reads up to the empty line, however the bytes are split", () => {
  const found = readAtEveryCut(bytes("protocol: 4\ndomain: d\n\n1\t2\n"), read);
  assert.deepEqual(found, { domain: "d", crlf: false, rest: "1\t2\n" });
});

test("HeaderReader counts the headers' bytes, without the request to resume", () => {
  const wish = "oml2-resume: 0a0b0c0d-1111-2222-3333-444444444444\r\n";
  const counted = "domain: d\r\ncontent: text\r\n\r\n";
  const header = counted.replace("content", `${wish}content`);
  const counts = readAtEveryCut(bytes(header), (chunks) => {
    const reader = new HeaderReader(DEFAULT_LIMITS);
    for (const chunk of chunks) {
      const found = reader.push(chunk);
      if (found !== undefined) return found.bytes;
    }
  });
  assert.equal(counts, counted.length);
});

test("HeaderReader accepts CRLF", () => {
  const found = readAtEveryCut(bytes("domain: d\r\n\r\n1\t2\r\n"), read);
  assert.deepEqual(found, { domain: "d", crlf: true, rest: "1\t2\r\n" });
});

test("HeaderReader accepts an empty line whose CR differs from the others", () => {
  assert.deepEqual(read([bytes("domain: d\n\r\nx")]), {
    domain: "d",
    crlf: false,
    rest: "x",
  });
  assert.deepEqual(read([bytes("domain: d\r\n\nx")]), {
    domain: "d",
    crlf: true,
    rest: "x",
  });
});

test("HeaderReader.started reports whether bytes have arrived", () => {
  assert.equal(read([]), "nothing");
  assert.equal(read([bytes("")]), "nothing");
  assert.equal(read([bytes("d")]), "more");
  assert.equal(read([bytes("domain: d\n")]), "more");
});

test("HeaderReader rejects headers that begin with an empty line", () => {
  assert.throws(() => read([bytes("\ndomain: d\n\n")]), { code: "domain" });
});

test("HeaderReader accepts headers up to the limit", () => {
  const fits = bytes("domain: d\n", "#".repeat(87), ":\n", "\n");
  assert.equal(fits.length, 100);
  readAtEveryCut(fits, (chunks) => read(chunks, 100));
  for (let at = 0; at <= fits.length; at++) {
    assert.throws(() => read(pieces(fits, [at]), 99), {
      name: "ProtocolError",
      code: "limit",
      message: "Cannot read headers of more than 99 bytes",
    });
  }
});

test("HeaderReader rejects endless headers before they end", () => {
  const endless = new Uint8Array(70_000).fill(0x41);
  const limit = DEFAULT_LIMITS.headerBytes;
  assert.throws(() => read([endless], limit), { code: "limit" });
  const small = pieces(endless, new Array(70).fill(1000));
  assert.throws(() => read(small, limit), { code: "limit" });
  const many = bytes("a:b\n".repeat(20_000));
  assert.throws(() => read([many], limit), { code: "limit" });
});

test("HeaderReader reports that a stream is compressed, however it is split", () => {
  for (const first of ["", "encapsulation: gzip\n"]) {
    const stream = bytes(first, [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x0a]);
    readAtEveryCut(stream, (chunks) => {
      const reader = new HeaderReader(DEFAULT_LIMITS);
      assert.throws(() => {
        for (const chunk of chunks) reader.push(chunk);
      }, /Cannot read a stream that is compressed by gzip: have the client/);
    });
  }
});
