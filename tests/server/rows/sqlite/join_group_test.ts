import assert from "node:assert/strict";
import { test } from "node:test";
import { CallQueue } from "../../../../server/rows/call_queue.ts";
import {
  type JoinAll,
  JoinGroup,
} from "../../../../server/rows/sqlite/join_group.ts";
import type { Joined, Member } from "../../../../server/rows/store.ts";

const member = (sender: string): Member => ({ sender, startTime: undefined });

/** A group whose calls wait for `ready`; the sizes of its calls. */
function makeGroup(
  joinAll: JoinAll = (members) => members.map(numberOf),
  ready: Promise<void> = Promise.resolve(),
) {
  const calls = new CallQueue();
  calls.run(() => ready);
  const sizes: number[] = [];
  const group = new JoinGroup((work) =>
    calls.run(() =>
      Promise.resolve(work((members) => {
        sizes.push(members.length);
        return joinAll(members);
      }))
    )
  );
  return { group, sizes };
}

function numberOf({ sender }: Member): Joined {
  return { senderId: Number(sender), startTime: undefined };
}

async function idsOf(joins: Promise<Joined>[]): Promise<number[]> {
  return (await Promise.all(joins)).map(({ senderId }) => senderId);
}

test("Members join together until their call begins, and each gets its answer", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { group, sizes } = makeGroup(undefined, promise);
  const joins = ["3", "1", "2"].map((name) => group.join(member(name)));
  resolve();
  assert.deepEqual(await idsOf(joins), [3, 1, 2]);
  assert.deepEqual(await idsOf([group.join(member("4"))]), [4]);
  assert.deepEqual(sizes, [3, 1]);
});

test("After another call, members join by a new one", async () => {
  const { group, sizes } = makeGroup();
  const first = group.join(member("1"));
  group.end();
  const second = group.join(member("2"));
  assert.deepEqual(await idsOf([first, second]), [1, 2]);
  assert.deepEqual(sizes, [1, 1]);
});

test("A group has a maximum size", async () => {
  const { group, sizes } = makeGroup();
  const names = Array.from({ length: 1200 }, (_, i) => String(i));
  const joins = names.map((name) => group.join(member(name)));
  assert.deepEqual(await idsOf(joins), names.map(Number));
  assert.deepEqual(sizes, [500, 500, 200]);
});

test("If the call fails, so do all its members, and no others", async () => {
  let fault: Error | undefined = new Error("disk full");
  const { group } = makeGroup((members) => {
    if (fault !== undefined) throw fault;
    return members.map(numberOf);
  });
  const joins = ["1", "2"].map((name) => group.join(member(name)));
  for (const join of joins) await assert.rejects(join, /disk full/);
  fault = undefined;
  assert.deepEqual(await idsOf([group.join(member("3"))]), [3]);
});
