/** What jsdom lacks and the component library asks for. */

import { transferableAbortController } from "node:util";
import { cleanup, configure } from "@testing-library/react";
import { vi } from "vitest";

export const cleanUp = cleanup;

export function prepareBrowser(): void {
  // How long a state may take to come about: it bites on failure alone, also on a busy machine.
  configure({ asyncUtilTimeout: 60_000 });

  // jsdom has no layout and no media queries; the component library asks for both.
  Object.defineProperty(window, "matchMedia", {
    value: (query: string) => ({
      matches: false,
      media: query,
      addEventListener: vi.fn(),
      removeEventListener: vi.fn(),
      addListener: vi.fn(),
      removeListener: vi.fn(),
      dispatchEvent: vi.fn(),
    }),
  });
  window.ResizeObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
  // Fields that grow with their text measure it again once the fonts are there.
  Object.defineProperty(document, "fonts", { value: new EventTarget() });
  window.HTMLElement.prototype.scrollIntoView = () => {};
  vi.stubGlobal("CSS", { escape: (text: string) => text.replaceAll(/[^\w-]/g, "\\$&") });
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();

  // Requests are Node's own and take no signal of jsdom's.
  const native = transferableAbortController();
  vi.stubGlobal("AbortController", native.constructor);
  vi.stubGlobal("AbortSignal", native.signal.constructor);
}
