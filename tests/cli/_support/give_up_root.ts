/**
 * A program run by root: becomes the account in its first argument (JSON) and
 * prints its ids, or the error. With a second argument it first becomes that
 * user, by number.
 *
 * @module
 */
import process from "node:process";
import { becomeUser } from "../../../cli/process/privileges.ts";
import { thisRuntime } from "../../_support/this_runtime.ts";

const [account, before] = process.argv.slice(2);
if (before !== undefined) process.setuid?.(Number(before));
try {
  becomeUser(await thisRuntime(), JSON.parse(account));
  print({
    ids: [
      ...[process.getuid?.(), process.geteuid?.()],
      ...[process.getgid?.(), process.getegid?.()],
    ],
    groups: process.getgroups?.(),
    home: process.env.HOME,
    user: process.env.USER,
    becomesRoot: succeeds(() => process.setuid?.(0)),
    becomesRootGroup: succeeds(() => process.setgid?.(0)),
  });
} catch (error) {
  print({ error: `${error}` });
}

function succeeds(work: () => void): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

function print(result: unknown): void {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
