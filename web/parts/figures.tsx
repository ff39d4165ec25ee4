/**
 * A few important figures.
 *
 * @module
 */

/** A name, a figure with its unit, and perhaps a second one. */
export type Figure = readonly [name: string, value: string, note?: string];

/** Figures next to each other. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <dl class="figures">
      {figures.map(([name, value, note]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {note !== undefined && <span class="figure-note">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
