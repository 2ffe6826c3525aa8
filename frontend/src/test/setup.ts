import { afterEach } from "vitest";

if (typeof window !== "undefined") {
  const { prepareBrowser, cleanUp } = await import("./browser");
  prepareBrowser();
  afterEach(cleanUp);
}
