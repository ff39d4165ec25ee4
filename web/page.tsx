/**
 * The entry of the page.
 *
 * @module
 */
import { render } from "preact";

const root = document.getElementById("page");
if (root !== null) render(<h1>OML</h1>, root);
