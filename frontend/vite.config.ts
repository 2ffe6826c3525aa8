import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const backend = process.env.FAIRLEAD_BACKEND ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: {
    proxy: {
      "/api": backend,
      "/hooks": backend,
      "/ws": { target: backend, ws: true },
    },
  },
  build: { target: "es2023", sourcemap: false, chunkSizeWarningLimit: 900 },
  test: {
    css: false,
    restoreMocks: true,
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
