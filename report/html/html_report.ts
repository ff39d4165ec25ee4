/**
 * A report as one HTML file, which needs nothing else.
 *
 * @module
 */
import type { Report } from "../report.ts";
import { clocksSection } from "./clocks_section.ts";
import { findingsSection } from "./findings_section.ts";
import { head, topBar } from "./head.ts";
import { Markup, markup } from "./markup.ts";
import { methodSection } from "./method_section.ts";
import { ratePlot } from "./rate_plot.ts";
import { rejectsSection } from "./rejects_section.ts";
import { sendersSection } from "./senders_section.ts";
import { STYLE } from "./style.ts";
import { TimeAxis } from "./time_axis.ts";

/** The report as HTML: without scripts, and without anything from elsewhere. */
export function htmlReport(report: Report): string {
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${report.experiment}: ${report.verdict.state}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
${topBar(report)}
<main>
${head(report)}
${sections(report)}
${methodSection()}
</main>
</body>
</html>
`.text;
}

function sections(report: Report): Markup[] {
  const { axis, tables } = report;
  if (axis === null) return [findingsSection(report), rejectsSection(report)];
  const time = new TimeAxis(axis, report);
  return [
    ratePlot(report, time),
    findingsSection(report),
    ...tables.map((table) => sendersSection(report, table, time)),
    clocksSection(report, time),
    rejectsSection(report),
  ];
}
