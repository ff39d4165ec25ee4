/**
 * The columns of the table, to choose from.
 *
 * @module
 */
import type { ColumnShape } from "../../../archive/archive.ts";
import type { PlotSession } from "../session/plot_session.ts";

/** A button for each column; those that are shown are pressed. */
export function Columns({ session }: { readonly session: PlotSession }) {
  const shown = session.subject.columns.map(({ name }) => name);
  const toggle = ({ name }: ColumnShape) => {
    const columns = shown.includes(name)
      ? shown.filter((each) => each !== name)
      : [...shown, name];
    // Without any the page chooses again.
    session.set({ columns });
  };
  return (
    <div class="column-choice" role="group" aria-label="Columns">
      {session.shapes.map((column) => (
        <button
          key={column.name}
          type="button"
          class="column"
          aria-pressed={shown.includes(column.name)}
          title={[column.type, column.description ?? ""].join("  ").trim()}
          onClick={() => toggle(column)}
        >
          {column.name}
          {column.unit !== undefined && column.unit !== "" && (
            <span class="column-unit">{column.unit}</span>
          )}
        </button>
      ))}
    </div>
  );
}
