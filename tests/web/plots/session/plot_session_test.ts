import assert from "node:assert/strict";
import { test } from "node:test";
import { PlotSession } from "../../../../web/plots/session/plot_session.ts";
import {
  readView,
  viewQuery,
  type ViewState,
} from "../../../../web/plots/view/view_state.ts";
import {
  DESCRIPTION,
  FakePlot,
  rowsOf,
  settled,
  START,
  TABLE,
} from "../_support/fake_plot.ts";

test("an experiment that goes on is followed, another one is shown whole", async () => {
  const running = await begun("");
  assert.equal(running.session.isLive, true);
  assert.deepEqual(running.session.range, { from: 40, to: 100 });
  const fake = new FakePlot();
  fake.serverTime = START + 1_000;
  const ended = await begun("", fake);
  assert.equal(ended.session.isLive, false);
  assert.deepEqual(ended.session.range, { from: 0, to: 100 });
  assert.equal(fake.tails.length, 0);
});

test("new rows appear, and the plot moves with the time", async () => {
  const { session, fake, draws } = await begun("?live=1");
  const [tail] = fake.tails;
  assert.match(tail.path, /tail\?columns=v&after=3$/);
  tail.send(rowsOf([["n3", 101, 7]], 4));
  fake.frame();
  assert.ok(draws() > 0);
  assert.deepEqual(session.range, { from: 41, to: 101 });
  assert.equal(session.data?.lines.line("n3", "v")?.points.length, 1);
  const before = draws();
  fake.now += 0.01;
  fake.frame();
  assert.equal(draws(), before, "less than a pixel is not drawn");
  fake.now += 1;
  fake.frame();
  assert.equal(draws(), before + 1);
});

test("whoever wants no motion gets steps", async () => {
  const { fake, draws } = await begun("?live=1");
  fake.isStill = true;
  fake.tails[0].send(rowsOf([["n1", 101, 7]], 4));
  fake.frame();
  const before = draws();
  fake.now += 5;
  fake.frame();
  assert.equal(draws(), before);
});

test("a pause keeps the picture, and following goes on where the rows are", async () => {
  const { session, fake, views } = await begun("?live=1");
  session.moves.togglePause();
  assert.equal(session.isLive, false);
  assert.deepEqual(session.range, { from: 40, to: 100 });
  assert.equal(views.at(-1), "?live=0&from=40&to=100");
  fake.latest = 200;
  session.moves.togglePause();
  await settled();
  assert.deepEqual(session.range, { from: 140, to: 200 });
  assert.equal(views.at(-1), "?live=1");
});

test("zooming asks for the new range once the user rests", async () => {
  const { session, fake } = await begun("?live=0");
  const before = fake.asked.length;
  const old = session.data;
  session.moves.show({ from: 10, to: 30 });
  session.moves.show({ from: 20, to: 30 });
  assert.equal(session.data, old, "the old rows stay until the answer");
  assert.equal(session.isBusy, true);
  await fake.pass(0.2);
  assert.deepEqual(fake.asked.slice(before).map(rangeIn), ["15 35"]);
  assert.notEqual(session.data, old);
  assert.deepEqual(session.range, { from: 20, to: 30 });
  session.moves.pan(0.25);
  await fake.pass(0.2);
  assert.equal(fake.asked.length, before + 1, "the margin is loaded already");
});

test("the usual view is the live one, or all", async () => {
  const { session, fake } = await begun("?live=0");
  session.moves.show({ from: 10, to: 30 });
  session.moves.reset();
  await fake.pass(0.2);
  assert.deepEqual(session.range, { from: 0, to: 100 });
  const live = await begun("?live=1&span=600");
  live.session.moves.reset();
  assert.equal(live.session.state.span, 60);
  live.session.moves.show({ from: 10, to: 30 });
  live.session.moves.reset();
  assert.equal(live.session.isLive, true);
});

test("plus and minus keep a live plot live, at the pointer they do not", async () => {
  const { session } = await begun("?live=1");
  session.moves.zoom(0.5);
  assert.equal(session.isLive, true);
  assert.equal(session.state.span, 30);
  session.moves.zoom(0.5, 1);
  assert.equal(session.isLive, false);
  assert.equal(session.state.to, 100);
});

test("rows that were left out are admitted", async () => {
  const { session, fake } = await begun("?live=1");
  assert.equal(session.covered, 1);
  fake.tails[0].send({ ...rowsOf([["n1", 101, 7]], 4), skipped: 3 });
  assert.equal(session.covered, 0.25);
  const sampled = new FakePlot();
  sampled.covered = 0.12;
  const still = await begun("?live=0", sampled);
  assert.equal(still.session.covered, 0.12);
});

test("other columns are other panels, and are asked for", async () => {
  const { session, fake } = await begun("?live=1");
  session.set({ columns: ["psd", "note"] });
  await settled();
  assert.deepEqual(session.panels.map(({ kind }) => kind), ["heat", "log"]);
  assert.equal(session.data?.heats.size, 1);
  assert.equal(session.data?.log.lines.length, 1);
  assert.equal(fake.tails[0].isClosed, true);
  assert.match(fake.tails[1].path, /columns=psd&columns=note&after=2$/);
});

test("a heat map averages only the senders that are not hidden", async () => {
  const { session, fake } = await begun("?live=0&columns=psd");
  const before = fake.asked.length;
  session.set({ hidden: ["n2"] });
  await settled();
  assert.match(fake.asked[before], /spectra\?column=psd&senders=n1&/);
});

test("a failed question is told, and asked again", async () => {
  const { session, fake } = await begun("?live=0");
  fake.failure = new Error("too slow");
  session.set({ columns: ["psd"] });
  await settled();
  assert.equal(session.error, fake.failure);
  fake.failure = undefined;
  await fake.pass(5);
  assert.equal(session.error, undefined);
  assert.equal(session.data?.heats.size, 1);
});

test("while nobody looks nothing is received, and later the latest rows are", async () => {
  const { session, fake } = await begun("?live=1");
  session.rest();
  assert.equal(fake.tails[0].isClosed, true);
  fake.latest = 500;
  session.wake();
  await settled();
  assert.deepEqual(session.range, { from: 440, to: 500 });
  session.set({ view: "rows" });
  assert.equal(fake.tails[1].isClosed, true);
  session.stop();
  session.wake();
  assert.equal(fake.tails.length, 2);
});

async function begun(query: string, fake = new FakePlot()) {
  let draws = 0;
  const views: string[] = [];
  const session = new PlotSession(
    fake.host,
    TABLE,
    DESCRIPTION,
    readView(query),
    {
      onChange: () => {},
      onDraw: () => draws++,
      onView: (state: ViewState) => views.push(viewQuery(state)),
    },
  );
  await session.start();
  await settled();
  return { session, fake, views, draws: () => draws };
}

function rangeIn(path: string): string {
  const query = new URLSearchParams(path.split("?")[1]);
  return `${query.get("from")} ${query.get("to")}`;
}
