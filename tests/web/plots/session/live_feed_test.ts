import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveFeed } from "../../../../web/plots/session/live_feed.ts";
import {
  COLUMNS,
  FakePlot,
  rowsOf,
  settled,
  TABLE,
} from "../_support/fake_plot.ts";

const SUBJECT = { columns: COLUMNS.slice(0, 1), clock: "server" } as const;

test("a feed loads the last part, then receives what is new", async () => {
  const { feed, fake, news } = setUp();
  feed.start({ subject: SUBJECT, span: 60, width: 500 });
  await settled();
  assert.match(
    fake.asked[1],
    /series\?columns=v&clock=server&from=40&width=500$/,
  );
  assert.equal(feed.follow.lastRow, 100);
  fake.tails[0].send(rowsOf([["n1", 101, 1]], 4));
  assert.equal(feed.follow.lastRow, 101);
  assert.equal(news(), 2);
});

test("all times have no beginning", async () => {
  const { feed, fake } = setUp();
  feed.start({ subject: SUBJECT, span: Infinity, width: 500 });
  await settled();
  assert.doesNotMatch(fake.asked[1], /from=/);
});

test("a server that is away is told, and asked again ever more slowly", async () => {
  const { feed, fake, errors } = setUp();
  fake.failure = new Error("away");
  feed.start({ subject: SUBJECT, span: 60, width: 500 });
  await settled();
  for (const pause of [1, 2, 4]) {
    await fake.pass(pause - 0.1);
    await fake.pass(0.1);
  }
  assert.equal(errors.length, 4);
  fake.failure = undefined;
  await fake.pass(8);
  assert.ok(feed.data);
});

test("a broken connection shows until it is back", async () => {
  const { feed, fake } = setUp();
  feed.start({ subject: SUBJECT, span: 60, width: 500 });
  await settled();
  fake.tails[0].breakOff();
  assert.equal(feed.isConnected, false);
  fake.tails[0].onopen?.(undefined as never);
  assert.equal(feed.isConnected, true);
});

test("a stopped feed neither asks nor receives", async () => {
  const { feed, fake } = setUp();
  fake.failure = new Error("away");
  feed.start({ subject: SUBJECT, span: 60, width: 500 });
  await settled();
  feed.stop();
  const { length } = fake.asked;
  await fake.pass(100);
  assert.equal(fake.asked.length, length);
});

function setUp() {
  const fake = new FakePlot();
  let news = 0;
  const errors: unknown[] = [];
  const feed = new LiveFeed(fake.host, TABLE, {
    onNews: () => news++,
    onState: () => {},
    onError: (error) => errors.push(error),
  });
  return { feed, fake, errors, news: () => news };
}
