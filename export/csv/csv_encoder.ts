/**
 * Tables as CSV (RFC 4180).
 *
 * @module
 */
import { vectorJson } from "../text/json_text.ts";
import { LineEncoder } from "../text/line_encoder.ts";
import type { TextStyle } from "../text/text_style.ts";
import type { ExportedTable, TableEncoder } from "../table_encoder.ts";

const QUOTE = 0x22;

/** The characters because of which a text is quoted. */
const SPECIAL = /[",\r\n]/;

/** The characters of ASCII that are no reason to. */
const PLAIN = Uint8Array.from(
  { length: 128 },
  (_, code) => SPECIAL.test(String.fromCharCode(code)) ? 0 : 1,
);

/**
 * CSV. Nothing stands for NULL, and an empty text is quoted; infinities and NaN
 * are words; blobs are in base64, and vectors in JSON.
 */
const CSV_STYLE: TextStyle = {
  missing() {
    // Nothing at all.
  },
  nonFinite(out, value) {
    out.ascii(String(value));
  },
  text(out, value) {
    if (value !== "" && out.plain(value, PLAIN)) return;
    const isQuoted = value === "" || SPECIAL.test(value);
    if (!isQuoted) return out.text(value);
    out.byte(QUOTE);
    out.text(value.replaceAll('"', '""'));
    out.byte(QUOTE);
  },
  rawText(out, texts, row) {
    const [from, to] = [texts.from(row), texts.to(row)];
    if (from < to && out.plainBytes(texts.bytes, from, to, PLAIN)) return;
    CSV_STYLE.text(out, String(texts.at(row)));
  },
  vector(out, elements) {
    CSV_STYLE.text(out, vectorJson(elements));
  },
};

/** The encoder of a table: a line with the names, and one for each row. */
export function csvEncoder(table: ExportedTable): TableEncoder {
  return new LineEncoder(table, {
    style: CSV_STYLE,
    hasHeader: true,
    before: (_, i) => i === 0 ? "" : ",",
    after: "\r\n",
  });
}
