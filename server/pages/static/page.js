// What scripts add to pages that work without them.
"use strict";
document.documentElement.classList.add("script");

// Escape puts the cards of a report away until the next mark.
addEventListener("keydown", (e) => {
  if (e.key === "Escape") document.body.classList.add("hush");
});
for (const name of ["pointerover", "focusin"]) {
  addEventListener(name, (e) => {
    if (e.target.closest && e.target.closest(".tip") && !e.target.closest(".card")) document.body.classList.remove("hush");
  });
}

// A row of the record lights the words that it was read from, and the other way.
const lit = new Set();
function light(id) {
  for (const el of lit) el.classList.remove("lit");
  lit.clear();
  if (!id) return;
  const words = document.querySelectorAll(`[data-said~="${CSS.escape(id)}"]`);
  for (const el of [document.getElementById(id), ...words]) {
    if (el && !el.classList.contains("anchor")) { el.classList.add("lit"); lit.add(el); }
  }
}
for (const row of document.querySelectorAll("[data-mark]")) {
  row.addEventListener("pointerenter", () => light(row.dataset.mark));
  row.addEventListener("pointerleave", () => light(null));
  row.addEventListener("focusin", () => light(row.dataset.mark));
}
for (const tag of document.querySelectorAll(".sid")) {
  const id = tag.getAttribute("href").replace("#row-", "");
  tag.addEventListener("pointerenter", () => light(id));
  tag.addEventListener("pointerleave", () => light(null));
  tag.addEventListener("focus", () => light(id));
  tag.addEventListener("blur", () => light(null));
}

// Dragging across a chart chooses a period: it fills the form and sends it.
const chart = document.querySelector("svg.chart[data-left]");
const form = document.getElementById("brush");
if (chart && form) {
  const left = +chart.dataset.left, right = +chart.dataset.right;
  const start = Date.parse(chart.dataset.start), end = Date.parse(chart.dataset.end);
  const box = chart.viewBox.baseVal;
  const area = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  area.setAttribute("class", "brush-area");
  area.setAttribute("y", box.y); area.setAttribute("height", box.height);
  let from = null;
  const at = (e) => {
    const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(chart.getScreenCTM().inverse());
    return Math.min(right, Math.max(left, p.x));
  };
  const day = (x) => new Date(start + (x - left) / (right - left) * (end - start)).toISOString().slice(0, 10);
  chart.addEventListener("pointerdown", (e) => {
    if (e.pointerType === "touch" || e.button !== 0 || e.target.closest("a")) return;
    from = at(e);
    chart.setPointerCapture(e.pointerId);
    e.preventDefault();
  });
  chart.addEventListener("pointermove", (e) => {
    if (from === null) return;
    const x = at(e);
    area.setAttribute("x", Math.min(from, x)); area.setAttribute("width", Math.abs(x - from));
    chart.append(area);
  });
  chart.addEventListener("pointerup", (e) => {
    if (from === null) return;
    const x = at(e), a = Math.min(from, x), b = Math.max(from, x);
    from = null;
    if (b - a < 8) { area.remove(); return; }
    form.elements.since.value = day(a);
    form.elements.until.value = day(b);
    form.requestSubmit();
  });
  chart.addEventListener("pointercancel", () => { from = null; area.remove(); });
}

// Empty fields of a form that asks make long addresses: they are left out.
for (const f of document.querySelectorAll("form:not([method=post])")) {
  f.addEventListener("formdata", (e) => {
    for (const [name, value] of [...e.formData]) if (value === "") e.formData.delete(name);
  });
}

// A page that may grow hears when the database has changed, looks at itself anew
// and tells what it would show besides. Nothing moves until that is asked for.
const rowsOf = (page) => new Map([...page.querySelectorAll("main [data-row]")].map((row) => [row.dataset.row, row]));
const seconds = (n) => new Promise((done) => setTimeout(done, n * 1000));
const seen = () => document.visibilityState === "visible" ? Promise.resolve() : new Promise((done) => document.addEventListener("visibilitychange", done, {once: true}));

async function look(fresh) {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const before = rowsOf(document), counts = new Map();
  let changed = 0;
  for (const [key, row] of rowsOf(new DOMParser().parseFromString(await answer.text(), "text/html"))) {
    const noun = row.closest("[data-noun]").dataset.noun;
    if (!before.has(key)) counts.set(noun, (counts.get(noun) || 0) + 1);
    else if (before.get(key).textContent !== row.textContent) changed++;
  }
  const parts = [...counts].map(([noun, n]) => `${n} new ${noun}${n > 1 ? "s" : ""}`);
  if (changed) parts.push(`${changed} changed`);
  fresh.replaceChildren();
  if (!parts.length) return;
  const show = document.createElement("button");
  show.textContent = "Show";
  show.addEventListener("click", () => location.reload());
  fresh.append(parts.join(", ") + " ", show);
}

async function listen(since) {
  const fresh = document.createElement("p");
  fresh.className = "fresh";
  fresh.setAttribute("role", "status");
  document.getElementById("main").prepend(fresh);
  for (let pause = 1; ;) {
    await seconds(pause);
    await seen();
    try {
      const answer = await fetch("/changes?since=" + encodeURIComponent(since), {cache: "no-store"});
      if (answer.status === 401 || answer.status === 403) return;
      if (answer.status === 200) {
        since = await answer.text();
        await look(fresh);
      }
      pause = answer.ok ? +answer.headers.get("Retry-After") || 1 : Math.min(2 * pause, 60);
    } catch { // the server is away
      pause = Math.min(2 * pause, 60);
    }
  }
}
if (document.body.dataset.since) listen(document.body.dataset.since);
