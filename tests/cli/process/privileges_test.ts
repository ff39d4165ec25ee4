import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import process from "node:process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Account, findAccount } from "../../../cli/process/accounts.ts";
import { becomeUser } from "../../../cli/process/privileges.ts";
import { noSetpriv, notRoot } from "../../_support/as_root.ts";
import { onDeno, thisRuntime } from "../../_support/this_runtime.ts";

/** The output of `give_up_root.ts`. */
interface Result {
  ids: number[];
  groups: number[];
  home: string;
  user: string;
  becomesRoot: boolean;
  becomesRootGroup: boolean;
  error?: string;
}

/** Runs a process that becomes `account`. */
function giveUp(
  account: Account,
  { before = [] as string[], setpriv = [] as string[] } = {},
): Result {
  const script = new URL("../_support/give_up_root.ts", import.meta.url);
  const [program, ...args] = [
    ...(setpriv.length > 0 ? ["setpriv", ...setpriv] : []),
    process.execPath,
    ...(onDeno ? ["run", "-A"] : []),
    fileURLToPath(script),
    JSON.stringify(account),
    ...before,
  ];
  return JSON.parse(execFileSync(program, args, { encoding: "utf8" }));
}

test("Root becomes a user permanently, in that user's group only", {
  skip: noSetpriv,
}, () => {
  const account = findAccount("nobody");
  const { uid, gid, home } = account;
  const setpriv = ["--groups", "0,1,2"];
  assert.deepEqual(giveUp(account, { setpriv }), {
    ids: [uid, uid, gid, gid],
    groups: [gid],
    home,
    user: "nobody",
    becomesRoot: false,
    becomesRootGroup: false,
  });
});

test("Root becomes a user in another group", { skip: notRoot }, () => {
  const account = findAccount("nobody", "daemon");
  const { ids, groups, becomesRootGroup } = giveUp(account);
  const { uid, gid } = account;
  assert.deepEqual(ids, [uid, uid, gid, gid]);
  assert.deepEqual([groups, becomesRootGroup], [[gid], false]);
});

test("Root may stay root, in one group", {
  skip: noSetpriv,
}, () => {
  const setpriv = ["--groups", "0,1,2"];
  const { ids, groups } = giveUp(findAccount("root"), { setpriv });
  assert.deepEqual([ids, groups], [[0, 0, 0, 0], [0]]);
});

test(
  "A process that could become root again is rejected",
  { skip: noSetpriv },
  () => {
    const setpriv = ["--securebits", "+no_setuid_fixup"];
    const { error } = giveUp(findAccount("nobody"), { setpriv });
    assert.match(`${error}`, /^StartError: Cannot drop root privileges/);
    assert.match(`${error}`, /nobody.*start oml2-server as that user/);
  },
);

test("A process without root's privileges can't change its user, and reports that", () => {
  const daemon = findAccount("daemon");
  const refusal = /Cannot become the user daemon: .*start oml2-server as root/;
  if (notRoot === false) {
    const before = [`${findAccount("nobody").uid}`];
    assert.match(`${giveUp(daemon, { before }).error}`, refusal);
  } else {
    assert.throws(() => becomeUser(runtime, daemon), refusal);
  }
});

test("A process that already runs as the user stays as it is", () => {
  const { getuid, getgid } = process;
  if (notRoot === false || getuid === undefined || getgid === undefined) {
    const { uid, home } = findAccount("nobody");
    const user = { user: "nobody", uid, home };
    const before = [`${uid}`];
    // In a group that is not its own and was not requested.
    for (const [gid, isGroupGiven] of [[0, true], [uid, false]] as const) {
      const account = { ...user, gid, isGroupGiven };
      const { ids, error } = giveUp(account, { before });
      assert.deepEqual([ids, error], [[uid, uid, 0, 0], undefined]);
    }
    const account = { ...user, gid: uid, isGroupGiven: true };
    assert.match(`${giveUp(account, { before }).error}`, /Cannot become/);
  } else {
    const ids = { uid: getuid(), gid: getgid() };
    becomeUser(runtime, { user: "me", home: "/", isGroupGiven: true, ...ids });
  }
});

const runtime = await thisRuntime();
