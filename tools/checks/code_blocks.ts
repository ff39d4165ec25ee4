/**
 * The fenced code blocks in documents, and in the comments of sources.
 *
 * @module
 */

/** A code block. */
export interface CodeBlock {
  readonly file: string;
  /** The line of the file at which the fence opens, from 1. */
  readonly line: number;
  /** The text after the opening fence, such as `ts` or `sh`. */
  readonly language: string;
  readonly code: string;
  /** Why no test runs it, from `<!-- not run: ... -->` above the block. */
  readonly notRun?: string;
}

/** The code blocks of a document, or of the comments of a TypeScript file. */
export function codeBlocks(file: string, text: string): CodeBlock[] {
  const lines = file.endsWith(".ts") ? commentLines(text) : text.split("\n");
  const blocks: CodeBlock[] = [];
  for (let i = 0; i < lines.length; i++) {
    const language = /^```(.*)$/.exec(lines[i])?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf("```", i + 1);
    if (end < 0) {
      throw new SyntaxError(`${file}:${i + 1}: the block never ends`);
    }
    const code = lines.slice(i + 1, end).map((line) => `${line}\n`).join("");
    const above = lines.slice(0, i).findLast((line) => line !== "") ?? "";
    const notRun = /^<!-- not run: (.+) -->$/.exec(above)?.[1];
    blocks.push({ file, line: i + 1, language, code, notRun });
    i = end;
  }
  return blocks;
}

/**
 * The lines of block comments without their asterisks; other lines are empty.
 */
function commentLines(text: string): string[] {
  return text.split("\n").map((line) => /^ *\* ?(.*)$/.exec(line)?.[1] ?? "");
}
