import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";
import { programPages, unchangedMappings } from "../../ports/program_pages.ts";

/** A mapping as `/proc/PID/smaps` shows it, without most of its lines. */
function mapping(first: string, anonymous: number): string {
  return `${first}
Size:                 12 kB
Rss:                   8 kB
Private_Dirty:         8 kB
Anonymous:             ${anonymous} kB
VmFlags: rd ex mr mw me sd
`;
}

const FILE = "/opt/oml2/oml2 server";
const at = (range: string, permissions: string, path: string) =>
  `${range} ${permissions} 00000000 08:01 1234                    ${path}`;

test("Read-only mappings of the program are found by its whole path", () => {
  const smaps = [
    mapping(at("1000-4000", "r--p", FILE), 0),
    mapping(at("7f0000000000-7f0000003000", "r-xp", FILE), 0),
    mapping(at("7f0000003000-7f0000006000", "r-xp", "/usr/lib/libc.so.6"), 0),
    mapping(at("7f0000006000-7f0000009000", "r-xp", "/opt/oml2/oml2"), 0),
    mapping(at("7f0000009000-7f000000c000", "r--p", ""), 0),
  ].join("");
  assert.deepEqual(unchangedMappings(smaps, FILE), [
    { start: 0x1000n, length: 0x3000n },
    { start: 0x7f00_0000_0000n, length: 0x3000n },
  ]);
});

test("What was written to, or can be, is not the file's and stays", () => {
  const smaps = [
    // Relocated addresses, which were then made read-only.
    mapping(at("1000-4000", "r--p", FILE), 4),
    mapping(at("4000-7000", "rw-p", FILE), 0),
    mapping(at("7000-a000", "rwxp", FILE), 0),
    mapping(at("a000-d000", "r--s", FILE), 0),
    mapping(at("d000-e000", "r-xp", FILE), 0),
  ].join("");
  assert.deepEqual(unchangedMappings(smaps, FILE), [
    { start: 0xd000n, length: 0x1000n },
  ]);
});

test("This process's own program is found on Linux", () => {
  const bytes = programPages().reduce((sum, { length }) => sum + length, 0n);
  if (process.platform === "linux") assert.ok(bytes > 10_000_000n, `${bytes}`);
  else assert.equal(bytes, 0n);
});
