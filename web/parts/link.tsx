/**
 * Links within the page.
 *
 * @module
 */
import type { ComponentChildren } from "preact";
import { type Page, usePage } from "./context.tsx";

/** What a link needs. */
export interface LinkProps {
  /** The path and query. */
  readonly to: string;
  /** Its text. */
  readonly children: ComponentChildren;
  /** Its class. */
  readonly class?: string;
  /** What it leads to, where its text does not say so. */
  readonly label?: string;
  /** Its tooltip. */
  readonly title?: string;
  /** Whether it leads to what is shown. */
  readonly isCurrent?: boolean;
}

/** A link within the page. */
export function Link(
  { to, children, class: name, label, title, isCurrent = false }: LinkProps,
) {
  const page = usePage();
  return (
    <a
      href={to}
      class={name}
      aria-label={label}
      title={title}
      aria-current={isCurrent ? "page" : undefined}
      onClick={(event) => {
        const isPlain = event.button === 0 && !event.metaKey &&
          !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (!isPlain) return;
        event.preventDefault();
        navigate(page, to);
      }}
    >
      {children}
    </a>
  );
}

/** Shows what is at `to`: a path with an optional query. */
export function navigate({ address }: Page, to: string): void {
  if (to === location.pathname + location.search) return;
  history.pushState(null, "", to);
  address.set(to);
}
