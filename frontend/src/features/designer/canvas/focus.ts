/** Gives a node of the canvas the keyboard's focus, once it is drawn and an open dialog has handed
 * the focus back to where it was before. */
export function focusNode(id: string): void {
  setTimeout(() => {
    const nodes = document.querySelectorAll<HTMLElement>(".react-flow__node");
    [...nodes].find((node) => node.dataset.id === id)?.focus({ preventScroll: true });
  }, 60);
}
