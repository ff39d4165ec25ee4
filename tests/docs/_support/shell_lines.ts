/** A command in a shell block, with the parts that are checked. */
export interface ShellCommand {
  /** Its name, without directories. */
  readonly name: string;
  /** What follows up to the end of the command. */
  readonly words: readonly string[];
}

/** The words of each line, without comments; continued lines are joined. */
function lines(code: string): string[][] {
  return code.replaceAll("\\\n", " ").split("\n").map((line) =>
    line.replace(/(?:^|\s)#.*/, "").split(/\s+/).filter((word) => word !== "")
  );
}

/** Whether a word of a line is a command: not an argument such as a path. */
function isCommand(words: readonly string[], i: number): boolean {
  if (i === 0 || /^['"]|\.ts$/.test(words[i])) return true;
  return /^(?:&&|\||;|\w+=[^'"]*)$/.test(words[i - 1]);
}

/** The calls of programs with these names. */
export function commandsOf(
  code: string,
  names: ReadonlySet<string>,
): ShellCommand[] {
  return lines(code).flatMap((words) =>
    words.flatMap((word, i) => {
      const name = word.replace(/^['"]?(?:.*\/)?/, "");
      if (!names.has(name) || !isCommand(words, i)) return [];
      const rest = words.slice(i + 1);
      const end = rest.findIndex((each) => /^(?:&&|\||;|>)$|['"]$/.test(each));
      return [{ name, words: end < 0 ? rest : rest.slice(0, end + 1) }];
    })
  );
}

/** The names of the tasks that a block runs with `deno task`. */
export function tasksOf(code: string): string[] {
  return Array.from(
    code.matchAll(/\bdeno(?:@[\d.]+)? task (?:-q )?([\w:]+)/g),
    ([, task]) => task,
  );
}

/** The files of the repository that a block names. */
export function filesOf(code: string): string[] {
  return lines(code).flat().filter((word) =>
    /^(?:bench|contrib|examples|tests|tools)\/[\w./-]+\.\w+$/.test(word)
  );
}
