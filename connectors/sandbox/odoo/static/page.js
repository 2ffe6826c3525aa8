// Keeps the page's content fresh and sends the switches. The key may come in the address after "#key=",
// which never leaves the browser.
const form = document.getElementById("switches");
const given = new URLSearchParams(location.hash.slice(1)).get("key");
if (given) {
  sessionStorage.setItem("key", given);
  history.replaceState(null, "", location.pathname);
}
form.key.value = sessionStorage.getItem("key") ?? "";

let shown = "";
async function refresh() {
  try {
    const answer = await fetch("/sandbox/content");
    const text = await answer.text();
    if (answer.ok && text !== shown) {
      shown = text;
      document.getElementById("content").innerHTML = text;
    }
  } catch {
    form.querySelector("output").textContent = "The sandbox does not answer.";
  }
}
setInterval(refresh, 2000);

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  sessionStorage.setItem("key", form.key.value);
  const body = { outage: form.outage.value, latency_ms: Number(form.latency.value) };
  const answer = await fetch("/sandbox/switch", {
    method: "POST",
    headers: { Authorization: `bearer ${form.key.value}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const words = answer.ok ? "Switched." : (await answer.json()).message;
  form.querySelector("output").textContent = words;
  refresh();
});
