import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env.FAIRLEAD_BACKEND ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    proxy: {
      // The host stays the page's own: the server compares it with the origin.
      "/api": { target: backend, changeOrigin: false },
      "/hooks": { target: backend, changeOrigin: false },
      "/ws": { target: backend, ws: true },
    },
  },
  build: { target: "es2023", sourcemap: false, chunkSizeWarningLimit: 900 },
  test: {
    css: false,
    restoreMocks: true,
    // Bites on failure alone, also on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Pure modules need no browser; only components pay for one.
    projects: [
      {
        extends: true,
        test: { name: "plain", include: ["src/**/*.test.ts"], setupFiles: ["src/test/setup.ts"] },
      },
      {
        extends: true,
        test: {
          name: "components",
          include: ["src/**/*.test.tsx"],
          environment: "jsdom",
          setupFiles: ["src/test/setup.ts"],
        },
      },
    ],
  },
});
