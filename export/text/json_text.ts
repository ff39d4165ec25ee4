/**
 * Values as JSON.
 *
 * @module
 */
import type { ExactElement } from "../../stored/stored.ts";
import type { TextStyle } from "./text_style.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** The characters that a string has as they are. */
const PLAIN = Uint8Array.from(
  { length: 128 },
  (_, code) => code < 0x20 || code === QUOTE || code === BACKSLASH ? 0 : 1,
);

/**
 * JSON. Integers of any size are numbers; `NaN` and the infinities, for which
 * JSON has no number, are strings.
 */
export const JSON_STYLE: TextStyle = {
  missing(out) {
    out.ascii("null");
  },
  nonFinite(out, value) {
    out.ascii(`"${value}"`);
  },
  text(out, value) {
    out.byte(QUOTE);
    if (out.plain(value, PLAIN)) return out.byte(QUOTE);
    out.text(JSON.stringify(value).slice(1));
  },
  rawText(out, texts, row) {
    out.byte(QUOTE);
    const { bytes } = texts;
    if (out.plainBytes(bytes, texts.from(row), texts.to(row), PLAIN)) {
      return out.byte(QUOTE);
    }
    out.text(JSON.stringify(texts.at(row)).slice(1));
  },
  vector(out, elements) {
    out.ascii(vectorJson(elements));
  },
};

/** A vector as a list in JSON, with the same forms of its elements. */
export function vectorJson(elements: readonly ExactElement[]): string {
  return `[${elements.map(elementJson).join(",")}]`;
}

function elementJson(element: ExactElement): string {
  if (typeof element !== "number") return String(element);
  if (!Number.isFinite(element)) return `"${element}"`;
  return Object.is(element, -0) ? "-0" : String(element);
}
