import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type LoadFlags,
  parseLoadFlags,
} from "../../../cli/flags/load_flags.ts";
import { OptionsError } from "../../../cli/options/options_error.ts";

function flags(...args: readonly string[]): LoadFlags {
  const parsed = parseLoadFlags(args, "oml2 load");
  assert("flags" in parsed);
  return parsed.flags;
}

function refuses(message: RegExp, ...args: readonly string[]): void {
  assert.throws(
    () => parseLoadFlags(args, "oml2 load"),
    (error) => error instanceof OptionsError && message.test(error.message),
    args.join(" "),
  );
}

test("Without options a million text tuples go to this machine", () => {
  assert.deepEqual(flags(), {
    host: "localhost",
    port: 3003,
    connections: 1,
    experiments: 1,
    tuples: 1_000_000,
    seconds: Infinity,
    rate: undefined,
    content: "text",
    schema: "lin",
    domain: undefined,
    check: undefined,
    latency: undefined,
    json: false,
  });
});

test("The target is a port, with or without a host", () => {
  const target = (text: string) => {
    const { host, port } = flags(text);
    return [host, port];
  };
  assert.deepEqual(target("4000"), ["localhost", 4000]);
  assert.deepEqual(target("lab.example:4000"), ["lab.example", 4000]);
  assert.deepEqual(target("[::1]:4000"), ["::1", 4000]);
  for (const wrong of ["lab:", ":4000", "0", "65536", "::1:4000", ""]) {
    refuses(/is not a port; write PORT, HOST:PORT or \[IPV6\]:PORT/, wrong);
  }
});

test("Every option can be set", () => {
  const chosen = flags(
    ...["lab:1", "--connections", "20", "--experiments", "10"],
    ...["--seconds", "2.5", "--rate", "0.5", "--binary", "--schema", "wide"],
    ...["--domain", "night", "--check", "a", "--latency", "b", "--json"],
  );
  assert.deepEqual(chosen, {
    host: "lab",
    port: 1,
    connections: 20,
    experiments: 10,
    tuples: Infinity,
    seconds: 2.5,
    rate: 0.5,
    content: "binary",
    schema: "wide",
    domain: "night",
    check: "a",
    latency: "b",
    json: true,
  });
});

test("A wrong value is rejected with the option, the value and the remedy", () => {
  for (const option of ["connections", "experiments", "tuples"]) {
    for (const value of ["0", "-1", "1.5", "many", "1e6", "9999999999"]) {
      const message = `option --${option}: "${value}" is not a count; use`;
      refuses(new RegExp(RegExp.escape(message)), `--${option}=${value}`);
    }
  }
  for (const option of ["seconds", "rate"]) {
    for (const value of ["0", "-1", "fast", "Infinity", ""]) {
      refuses(
        new RegExp(
          `option --${option}: "${value}" is not a positive number; use`,
        ),
        `--${option}=${value}`,
      );
    }
  }
  for (const value of ["", ".x", "a/b", "a b", "x".repeat(51)]) {
    refuses(
      /option --domain: ".*" cannot be a prefix of domain names; /,
      "--domain",
      value,
    );
  }
  refuses(/--schema.*lin, wide, numbers, strings, trickle/, "--schema=x");
});

test("Contradicting options are rejected", () => {
  refuses(/--seconds.*--tuples/, "--seconds=1", "--tuples=1");
  refuses(/--text.*--binary/, "--text", "--binary");
  refuses(
    /option --experiments: 3 is more than the number of connections, 2; give --conn/,
    ...["--experiments=3", "--connections=2"],
  );
  refuses(
    /option --tuples: 3 is less than the number of connections, 4; send/,
    ...["--tuples=3", "--connections=4"],
  );
});

test("Unknown options and surplus arguments are rejected", () => {
  refuses(/unknown option '--fast' \(see oml2 load --help\)/, "--fast");
  refuses(/too many arguments/, "3003", "3004");
});

test("--help prints the help, and sends nothing", () => {
  const parsed = parseLoadFlags(["--help"], "oml2 load");
  assert("print" in parsed);
  assert.match(parsed.print, /^Usage: oml2 load \[\[tls:\]\[HOST:\]PORT\]/);
  assert.match(parsed.print, /--latency <dir>/);
});
