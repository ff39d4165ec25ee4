/**
 * What was found, in a list.
 *
 * @module
 */
import type { Finding, Report, Severity } from "../report.ts";
import { tableSection } from "./framed_table.ts";
import { glyph } from "./glyph.ts";
import { type Markup, markup } from "./markup.ts";

/** The findings; nothing if there are none. */
export function findingsSection({ findings }: Report): Markup {
  if (findings.length === 0) return markup``;
  return tableSection({
    title: "What deserves a look",
    note: countsOf(findings),
    ...{ name: "findings", noun: "finding" },
    columns: [
      { name: "severity", title: "Finding" },
      { name: "where", title: "Sender" },
      { name: "where", title: "Table" },
      { name: "what", title: "What" },
    ],
    rows: findings.map(({ severity, sender, table, text }) => ({
      name: severity,
      cells: [
        [glyph(severity), severity],
        sender === null ? "" : markup`<b>${sender}</b>`,
        ...[table ?? "", text],
      ],
    })),
  });
}

function countsOf(findings: readonly Finding[]): string {
  const count = (wanted: Severity) =>
    findings.filter(({ severity }) => severity === wanted).length;
  const [missing, wrong, notes] = (["missing", "wrong", "note"] as const)
    .map(count);
  return [
    ...missing > 0 ? [`${missing} missing`] : [],
    ...wrong > 0 ? [`${wrong} wrong`] : [],
    ...notes > 0 ? [`${notes} ${notes === 1 ? "note" : "notes"}`] : [],
  ].join(", ");
}
