const SETTLED_MS = 60;

/** Gives a node of the canvas the keyboard's focus, once it is drawn and an open dialog has handed
 * the focus back to where it was before. Who types on sooner has it at once: later it would be taken
 * from where that key has led. */
export function focusNode(id: string): void {
  const focus = () => {
    clearTimeout(settled);
    window.removeEventListener("keydown", focus, true);
    const nodes = document.querySelectorAll<HTMLElement>(".react-flow__node");
    [...nodes].find((node) => node.dataset.id === id)?.focus({ preventScroll: true });
  };
  const settled = setTimeout(focus, SETTLED_MS);
  window.addEventListener("keydown", focus, true);
}
