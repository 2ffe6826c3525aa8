import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { startAnewAlone } from "@/app/anew";

// A part of the page that is loaded later may belong to an older build than the server's.
window.addEventListener("vite:preloadError", () => void startAnewAlone());

const root = document.getElementById("root");
if (!root) throw new Error("index.html lacks #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
