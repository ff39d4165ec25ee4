import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { findAccount } from "../../../cli/process/accounts.ts";
import { StartError } from "../../../cli/options/options_error.ts";

/** The output of id(1). */
function id(option: "-u" | "-g", user: string): number {
  return Number(execFileSync("id", [option, user], { encoding: "utf8" }));
}

test("A user alone sets the primary group and the home directory", () => {
  for (const user of ["root", "nobody", "daemon"]) {
    const { uid, gid, home } = findAccount(user);
    assert.deepEqual([uid, gid], [id("-u", user), id("-g", user)]);
    assert.match(home, /^\//);
  }
});

test("A group replaces the primary one", () => {
  const { user, uid, gid } = findAccount("nobody", "daemon");
  const daemon = findAccount("daemon").gid;
  assert.deepEqual([user, uid, gid], ["nobody", id("-u", "nobody"), daemon]);
});

for (const unknown of ["no-such-name", "0", "65534", "--help", "", "root:x"]) {
  test(`"${unknown}" is not the name of a user or group`, () => {
    assert.throws(() => findAccount(unknown), (error) => {
      assert.ok(error instanceof StartError);
      assert.match(
        error.message,
        /^Cannot find the user ".*" in \/etc\/passwd, /,
      );
      assert.match(error.message, /give an existing name to --user$/);
      return true;
    });
    assert.throws(() => findAccount("root", unknown), (error) => {
      assert.ok(error instanceof StartError);
      assert.ok(error.message.includes(`the group "${unknown}"`));
      assert.match(
        error.message,
        /\/etc\/group.*give an existing name to --group/,
      );
      return true;
    });
  });
}
