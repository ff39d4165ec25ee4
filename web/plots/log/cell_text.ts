/**
 * Stored values as text, for logs and tables.
 *
 * @module
 */
import type { ColumnKind } from "../../../archive/archive.ts";
import type { CellValue } from "../../../archive/rows.ts";
import { countText, valueText } from "../view/number_text.ts";

/** The most bytes of a blob that are shown. */
const SHOWN_BYTES = 16;
/** The most elements of a vector that are shown. */
const SHOWN_ELEMENTS = 6;

/**
 * A value on one line: blobs as their size and first bytes, vectors as their
 * length and first elements, control characters visible.
 */
export function cellText(value: CellValue, kind: ColumnKind): string {
  if (value === null) return "–";
  if (Array.isArray(value)) return vectorText(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number") return valueText(value);
  const text = String(value);
  if (kind === "blob") return blobText(text);
  return kind === "text" ? visible(text) : text;
}

/** The size of a blob in base64, in bytes. */
export function blobSize(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.floor(base64.length * 3 / 4) - padding;
}

function blobText(base64: string): string {
  const size = blobSize(base64);
  const head = base64.slice(0, Math.ceil(SHOWN_BYTES / 3) * 4);
  const bytes = [...atob(head)].slice(0, SHOWN_BYTES)
    .map((each) => each.charCodeAt(0).toString(16).padStart(2, "0"));
  const more = size > SHOWN_BYTES ? " …" : "";
  const unit = size === 1 ? "byte" : "bytes";
  return `${countText(size)} ${unit}: ${bytes.join(" ")}${more}`;
}

function vectorText(values: readonly CellValue[]): string {
  const shown = values.slice(0, SHOWN_ELEMENTS)
    .map((each) => cellText(each, "number"));
  const more = values.length > SHOWN_ELEMENTS
    ? `, … (${countText(values.length)} elements)`
    : "";
  return `[${shown.join(", ")}${more}]`;
}

/** Makes control characters visible: a line break becomes `⏎`. */
function visible(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex -- these are what is replaced
    /[\u0000-\u001f\u007f]/g,
    (each) =>
      each === "\n" ? "⏎" : each === "\t" ? "⇥" : String.fromCharCode(
        each === "\u007f" ? 0x2421 : 0x2400 + each.charCodeAt(0),
      ),
  );
}
