/**
 * Reports on a stored experiment.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import process from "node:process";
import { jsonReport } from "../../report/format/json_report.ts";
import { textReport } from "../../report/format/text_report.ts";
import { htmlReport } from "../../report/html/html_report.ts";
import { makeReport } from "../../report/make_report.ts";
import type { Report } from "../../report/report.ts";
import { errorText } from "../../shared/error_text.ts";
import { unixTime } from "../../shared/unix_time.ts";
import type { StoredExperiment } from "../../stored/stored.ts";
import type { ReportFlags, ReportFormat } from "../flags/report_flags.ts";
import { StartError } from "../options/options_error.ts";
import { ProgressLine } from "../process/progress_line.ts";
import { writeOut } from "../process/write_out.ts";
import { openStoredExperiment } from "../stored/open_stored.ts";
import { progressBar } from "./progress_bar.ts";

/**
 * Reads the experiment and writes the report; returns the exit status: 1 if
 * something is missing or wrong.
 *
 * @throws {StartError} if the source can't be read, or the report can't be
 * written.
 * @throws {ArchiveError} if the experiment can't be read.
 */
export async function report(
  { source, domain, format, to }: ReportFlags,
): Promise<number> {
  await using experiment = await openStoredExperiment(source, domain);
  const found = await read(experiment);
  await write(formatted(found, format), to);
  return found.verdict.state === "complete" ? 0 : 1;
}

async function read(experiment: StoredExperiment): Promise<Report> {
  let done = 0;
  const all = experiment.description.tables
    .reduce((sum, { rows }) => sum + rows, 0);
  const line = new ProgressLine(
    process.stderr,
    () => ({ bar: progressBar(done, all) }),
  );
  try {
    return await makeReport(experiment, {
      time: unixTime(performance.now()) / 1000,
      progress: (rows) => done = rows,
    });
  } finally {
    line.end();
  }
}

function formatted(report: Report, format: ReportFormat): string {
  switch (format) {
    case "html":
      return htmlReport(report);
    case "json":
      return jsonReport(report);
    case "text":
      return textReport(report);
  }
}

async function write(text: string, to: string | undefined): Promise<void> {
  if (to === undefined) return await writeOut(text);
  try {
    writeFileSync(to, text);
  } catch (cause) {
    throw new StartError(
      `Cannot write ${to}: ${errorText(cause)}; choose another file with --to`,
      { cause },
    );
  }
}
