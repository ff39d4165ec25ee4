/**
 * Parts of a page, each with an address of its own.
 *
 * @module
 */
import { Link } from "./link.tsx";

/** A tab. */
export interface Tab {
  /** Its name. */
  readonly name: string;
  /** A figure next to the name. */
  readonly note?: string;
  /** Its address. */
  readonly to: string;
  /** Whether it is shown. */
  readonly isCurrent: boolean;
}

/** Links to the parts of a page. */
export function Tabs(
  { label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] },
) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ name, note, to, isCurrent }) => (
        <Link key={name} to={to} isCurrent={isCurrent}>
          {name}
          {note !== undefined && <span class="tab-note">{note}</span>}
        </Link>
      ))}
    </nav>
  );
}
