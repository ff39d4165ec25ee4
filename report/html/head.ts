/**
 * The head of a report: what it is about, the verdict, and the sums.
 *
 * @module
 */
import { formatCount } from "../../web/format/numbers.ts";
import { formatSpan, formatTime } from "../../web/format/times.ts";
import type { Report, State } from "../report.ts";
import { Moments } from "../words/moments.ts";
import { glyph } from "./glyph.ts";
import { type Markup, markup } from "./markup.ts";

const HEADLINES: Readonly<Record<State, string>> = {
  complete: "Complete",
  flawed: "Complete, but",
  incomplete: "Incomplete",
};

/** The bar at the top. */
export function topBar({ reportTime }: Report): Markup {
  return markup`<header class="top">
<svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><path d="M5 17h4l3-8 5 15 4-11 2 4h4"/></svg>
<span class="brand">OML</span> <span class="muted">report</span>
<span class="made">made ${formatTime(reportTime)}</span>
</header>`;
}

/** Experiment, verdict and sums. */
export function head(report: Report): Markup {
  const { experiment, place, totals } = report;
  const { first, last } = totals;
  const moments = new Moments(report.startTime, first);
  const times = first === null || last === null ? [] : [
    `${moments.whole(first)} to ${moments.at(last)}`,
    formatSpan(last - first),
  ];
  return markup`<div class="head">
<h1>${experiment}</h1>
<p class="facts">${
    [place, ...times].map((fact) => markup`<span>${fact}</span> `)
  }</p>
${verdict(report)}
${figures(report)}
</div>`;
}

function verdict({ verdict: { state, text } }: Report): Markup {
  const what = text.replace(/^(complete, but|complete:|incomplete:) /, "");
  const sentence = state === "flawed"
    ? markup`<b>${HEADLINES[state]}</b> ${what}.`
    : markup`<b>${HEADLINES[state]}.</b> ${
      what[0].toUpperCase() + what.slice(1)
    }.`;
  return markup`<div class="verdict verdict-${state}">${
    glyph(state)
  }<p>${sentence}</p></div>`;
}

function figures({ totals }: Report): Markup {
  const { senders, tables, tuples, missing, duplicates, rejected } = totals;
  const all: readonly (readonly [string, number, string])[] = [
    ["tuples", tuples, ""],
    [senders === 1 ? "sender" : "senders", senders, ""],
    [tables === 1 ? "table" : "tables", tables, ""],
    ["missing", missing, "bad"],
    ["rejected", rejected, "bad"],
    ["stored twice", duplicates, "warn"],
  ];
  return markup`<dl class="figures">${
    all.map(([name, count, tone]) =>
      markup`<div><dt>${name}</dt><dd class="${count > 0 ? tone : ""}">${
        formatCount(count)
      }</dd></div>`
    )
  }</dl>`;
}
