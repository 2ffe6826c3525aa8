// Sends the form and shows what becomes of the messages.
const form = document.getElementById("send");
const status = form.querySelector("output");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = {
    sample: form.sample.value,
    format: form.format.value,
    count: Number(form.count.value),
    times: Number(form.times.value),
  };
  const answer = await fetch("/portal/send", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  status.textContent = answer.ok ? `${said.queued} queued.` : said.detail;
  refresh();
});

function row(one) {
  const line = document.createElement("tr");
  for (const text of [one.order, one.id, one.state, one.attempts, one.answer]) {
    const cell = line.insertCell();
    cell.textContent = text;
    if (text === one.id) cell.className = "id";
  }
  return line;
}

async function refresh() {
  const said = await (await fetch("/portal/deliveries")).json();
  const where = said.hook ? `Sends to ${said.hook}` : "No hook is configured";
  document.getElementById("hook").textContent =
    `${where} · ${said.delivered} delivered · ${said.waiting} waiting · ${said.refused} refused · ${said["given up"]} given up`;
  document.getElementById("recent").replaceChildren(...said.recent.map(row));
  document.getElementById("none").hidden = said.recent.length > 0;
}

setInterval(() => refresh().catch(() => (status.textContent = "The portal does not answer.")), 2000);
refresh();
