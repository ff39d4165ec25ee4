/**
 * The download of what is seen.
 *
 * @module
 */
import { csvUrl, PREFIX, type TableName } from "../view/urls.ts";
import { timeIn } from "../view/view_state.ts";
import { Icon } from "./icon.tsx";
import type { Plot } from "./use_plot.tsx";

/** A link to the rows that are seen, as CSV. */
export function CsvLink({ plot }: { readonly plot: Plot }) {
  return (
    <a
      class="button"
      href={csvAddress(plot)}
      download
      // A live plot has moved since it was drawn.
      onClick={({ currentTarget }) => currentTarget.href = csvAddress(plot)}
    >
      <Icon name="download" />
      CSV
    </a>
  );
}

function csvAddress({ session, stage }: Plot): string {
  const { state, subject, table } = session;
  const { range } = stage;
  const senders = state.hidden.length === 0
    ? subject.senders
    : [...session.data?.senders ?? []].filter((one) =>
      !state.hidden.includes(one)
    );
  return PREFIX + csvUrl(table satisfies TableName, {
    columns: subject.columns.map(({ name }) => name),
    senders,
    clock: subject.clock,
    from: range && Number(timeIn(range.from)),
    to: range && Number(timeIn(range.to)),
  });
}
