import assert from "node:assert/strict";
import { OptionsError } from "../../../cli/options/options_error.ts";

type Args = readonly string[];
type Parsed<Flags> = { readonly flags: Flags } | { readonly print: string };

/** The result of parsing a command line. */
export interface CommandLine<Flags> {
  /** The flags. */
  flags(...args: Args): Flags;
  /** The text to print instead. */
  printed(...args: Args): string;
  /** The error message. */
  refusal(...args: Args): string;
}

/** Parses command lines of `program` with its parser. */
export function commandLine<Flags>(
  parse: (args: Args, program: string) => Parsed<Flags>,
  program: string,
): CommandLine<Flags> {
  return {
    flags(...args) {
      const parsed = parse(args, program);
      if ("print" in parsed) assert.fail(`It printed ${parsed.print}`);
      return parsed.flags;
    },
    printed(...args) {
      const parsed = parse(args, program);
      return "print" in parsed
        ? parsed.print
        : assert.fail("It printed nothing");
    },
    refusal(...args) {
      try {
        parse(args, program);
      } catch (error) {
        assert.ok(error instanceof OptionsError, String(error));
        assert.doesNotMatch(error.message, /\n/, "one line");
        return error.message;
      }
      assert.fail("It was accepted");
    },
  };
}
