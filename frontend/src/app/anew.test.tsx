import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isMissingPart, startAnew, startAnewAlone } from "./anew";

const reload = vi.fn();
beforeEach(() => {
  sessionStorage.clear();
  vi.stubGlobal("location", { reload });
});
afterEach(() => {
  reload.mockReset();
  vi.unstubAllGlobals();
});

const server = (answers: boolean) => {
  vi.stubGlobal("fetch", async () => {
    if (!answers) throw new TypeError("Failed to fetch");
    return new Response("ok");
  });
};

describe("a part that is missing", () => {
  it("is told from other errors by the browser's words", () => {
    const words = "Failed to fetch dynamically imported module: http://localhost/assets/routes.js";
    expect(isMissingPart(new TypeError(words))).toBe(true);
    expect(isMissingPart(new TypeError("x is undefined"))).toBe(false);
  });

  it("starts the page anew where somebody answers", async () => {
    server(true);
    await startAnew();
    expect(reload).toHaveBeenCalledOnce();
  });

  it("leaves the page alone where nobody answers", async () => {
    server(false);
    await startAnew();
    expect(reload).not.toHaveBeenCalled();
  });

  it("does not start anew again and again by itself", async () => {
    server(true);
    await startAnewAlone(100_000);
    await startAnewAlone(101_000);
    expect(reload).toHaveBeenCalledOnce();
    await startAnewAlone(200_000);
    expect(reload).toHaveBeenCalledTimes(2);
  });

  it("starts anew as soon as somebody answers", async () => {
    server(false);
    await startAnewAlone(100_000);
    server(true);
    await startAnewAlone(101_000);
    expect(reload).toHaveBeenCalledOnce();
  });
});
