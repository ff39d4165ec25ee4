/**
 * Splits SQL into tokens: what psql would replace by a value, what ends a
 * statement, and everything else.
 *
 * @module
 */

/** How the value of a name is wanted: `:name`, `:'name'` or `:"name"`. */
export type Quoting = "sql" | "text" | "identifier";

/** A part of SQL. */
export interface SqlToken {
  /** Its text in the file. */
  readonly text: string;
  /** Where the text begins in the file. */
  readonly at: number;
  /** What it is; a blank is space or a comment. */
  readonly kind: "blank" | "word" | "name" | "end" | "other";
  /** The name that stands for a value, if it does. */
  readonly name?: string;
  /** How the value is written. */
  readonly quoting?: Quoting;
}

const BLANK = /(?:\s+|--[^\n]*)+/y;
const COMMENT_EDGE = /\/\*|\*\//g;
const NAME = /:(?:'(\w+)'|"(\w+)"|([A-Za-z_]\w*))/y;
const WORD = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;

/** Texts and identifiers in quotes, numbers, and operators with a colon. */
const QUOTED = [
  /[eE]'(?:[^'\\]|\\.|'')*'/sy,
  /'(?:[^']|'')*'/y,
  /"(?:[^"]|"")*"/y,
  /[0-9][\w.]*/y,
  /::|:=/y,
] as const;

/** The tokens of `sql`, without gaps; names in quotes and comments are none. */
export function* sqlTokens(sql: string): Generator<SqlToken> {
  let parentheses = 0;
  let block = new Block();
  for (let at = 0; at < sql.length;) {
    const token = tokenAt(sql, at);
    yield token.text === ";" && parentheses === 0 && !block.isOpen
      ? { ...token, kind: "end" }
      : token;
    if (token.text === "(") parentheses++;
    if (token.text === ")") parentheses = Math.max(0, parentheses - 1);
    if (token.kind === "word") block = block.after(token.text.toUpperCase());
    at += token.text.length;
  }
}

/** The body of a function, `BEGIN ATOMIC ... END`, contains semicolons. */
class Block {
  readonly #depth: number;
  readonly #last: string;

  constructor(depth = 0, last = "") {
    this.#depth = depth;
    this.#last = last;
  }

  get isOpen(): boolean {
    return this.#depth > 0;
  }

  after(word: string): Block {
    const begins = word === "ATOMIC" && this.#last === "BEGIN";
    if (begins || this.isOpen && word === "CASE") {
      return new Block(this.#depth + 1, word);
    }
    return new Block(Math.max(0, this.#depth - Number(word === "END")), word);
  }
}

function tokenAt(sql: string, at: number): SqlToken {
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(sql) ?? undefined;
  };
  const blank = match(BLANK)?.[0] ?? commentAt(sql, at);
  if (blank !== undefined) return { text: blank, at, kind: "blank" };
  for (const pattern of QUOTED) {
    const text = match(pattern)?.[0];
    if (text !== undefined) return { text, at, kind: "other" };
  }
  const name = match(NAME);
  if (name !== undefined) return nameToken(name, at);
  const word = match(WORD)?.[0];
  if (word !== undefined) return { text: word, at, kind: "word" };
  const text = dollarQuoted(sql, at, match(DOLLAR)?.[0]) ??
    String.fromCodePoint(sql.codePointAt(at) ?? 0);
  return { text, at, kind: "other" };
}

function nameToken(
  [text, asText, asIdentifier, asSql]: RegExpExecArray,
  at: number,
): SqlToken {
  const name = asText ?? asIdentifier ?? asSql;
  return { text, at, kind: "name", name, quoting: quotingOf(text) };
}

function quotingOf(text: string): Quoting {
  if (text.startsWith(":'")) return "text";
  return text.startsWith(':"') ? "identifier" : "sql";
}

/** A comment, which may contain others; one without an end is no comment. */
function commentAt(sql: string, at: number): string | undefined {
  if (!sql.startsWith("/*", at)) return undefined;
  COMMENT_EDGE.lastIndex = at;
  for (let depth = 0;;) {
    const edge = COMMENT_EDGE.exec(sql);
    if (edge === null) return undefined;
    depth += edge[0] === "/*" ? 1 : -1;
    if (depth === 0) return sql.slice(at, COMMENT_EDGE.lastIndex);
  }
}

function dollarQuoted(
  sql: string,
  at: number,
  tag: string | undefined,
): string | undefined {
  if (tag === undefined) return undefined;
  const end = sql.indexOf(tag, at + tag.length);
  return end < 0 ? undefined : sql.slice(at, end + tag.length);
}
