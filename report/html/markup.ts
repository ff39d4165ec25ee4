/**
 * HTML as text, in which nothing foreign is markup.
 *
 * @module
 */
import { quoteText } from "../../codec/values/quote.ts";

/** Maximum number of characters of a name or another foreign text. */
const MOST_TEXT = 600;

/** What a template can contain. */
export type MarkupValue = Markup | string | number | readonly MarkupValue[];

/** Markup that is complete and safe. */
export class Markup {
  /** The markup. */
  readonly text: string;

  /** `text` is taken as it is. */
  constructor(text: string) {
    this.text = text;
  }
}

/** Markup from a template; texts in it are escaped, lists are joined. */
export function markup(
  strings: TemplateStringsArray,
  ...values: readonly MarkupValue[]
): Markup {
  return new Markup(
    strings.map((string, i) =>
      i < values.length ? string + textOf(values[i]) : string
    ).join(""),
  );
}

function textOf(value: MarkupValue): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return escaped(value);
  return value.map(textOf).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return quoteText(text, MOST_TEXT)
    .replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
