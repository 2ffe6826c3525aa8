import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";

// A part of the page that is loaded later belongs to an older build than the server's: start anew.
window.addEventListener("vite:preloadError", (event) => {
  event.preventDefault();
  window.location.reload();
});

const root = document.getElementById("root");
if (!root) throw new Error("index.html lacks #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
