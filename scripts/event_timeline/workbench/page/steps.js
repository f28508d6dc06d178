// Undo and redo, and what was undone or made again.

import { tell } from "./dom.js";
import { redo, report, store, undo } from "./store.js";

export const stepName = (label) => label.replace(/^timeline edit: /, "");
const step = (list, action, said) => async () => {
  const label = store.steps[list].at(-1);
  if (!label) { tell(`Nothing is left to ${list}.`); return; }
  try { await action(); } catch (error) { report(error); return; }
  tell(`${said}: ${stepName(label)}.`);
};
export const undoStep = step("undo", undo, "Undone");
export const redoStep = step("redo", redo, "Made again");
