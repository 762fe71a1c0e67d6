// SPDX-License-Identifier: Apache-2.0
// Looks back: draws the chart, its sentence and its table as known on another day.
// Every word and figure comes from the page; this script only adds up what changed from day to day.
"use strict";
(function () {
  const block = document.getElementById("chart-days");
  const holder = document.getElementById("chart");
  if (!block || !holder || !window.vegaEmbed) return;

  const known = JSON.parse(block.textContent);
  const last = known.days.length - 1;
  const slider = document.getElementById("as-of");
  const output = document.getElementById("as-of-day");
  const earlier = document.getElementById("as-of-earlier");
  const later = document.getElementById("as-of-later");
  const moving = document.createElement("div");
  const tip = document.createElement("div");
  moving.className = "moving";
  tip.className = "tip";
  tip.hidden = true;

  function valuesOn(n) {
    const values = known.periods.map(() => null);
    for (let day = 0; day <= n; day++) {
      for (const [i, value] of known.days[day].changes) values[i] = value;
    }
    return values;
  }

  // Mirrors rumbo.publish.drawing.figure_rows: a gap starts a new run, the open part shares its joint.
  function figureRows(values, openFrom) {
    const rows = [];
    let run = 0;
    let before = null;
    values.forEach((v, i) => {
      if (v === null) {
        if (before !== null) run += 1;
      } else {
        const isOpen = openFrom !== null && i >= openFrom;
        const row = { t: known.periods[i], v: v, run: run, label: known.labels[i] };
        if (isOpen && i === openFrom && before !== null) {
          rows.push(Object.assign({}, rows[rows.length - 1], { part: "open" }));
        }
        rows.push(Object.assign(row, { part: isOpen ? "open" : "complete" }));
      }
      before = v;
    });
    return rows;
  }

  function laterRows(n) {
    if (n === last) return [];
    const rows = [];
    let run = 0;
    valuesOn(last).forEach((v, i) => {
      if (v === null) run += 1;
      else rows.push({ t: known.periods[i], v: v, run: run });
    });
    return rows;
  }

  function specOn(n) {
    const day = known.days[n];
    const isNarrow = holder.clientWidth < 560;
    const size = isNarrow ? known.narrow : known.wide;
    const spec = JSON.parse(JSON.stringify(known.spec));
    spec.padding = size.padding;
    spec.width = Math.max(120, holder.clientWidth - size.padding.left - size.padding.right);
    spec.height = size.height - size.padding.top - size.padding.bottom;
    for (const layer of spec.layer) {
      if (layer.encoding.x && layer.encoding.x.axis) layer.encoding.x.axis.values = size.years;
    }
    spec.datasets = Object.assign({}, known.fixed, {
      figures: figureRows(valuesOn(n), day.open),
      later: laterRows(n),
      fan: day.fan,
      labels: isNarrow ? day.narrow : day.labels,
      now: day.now,
    });
    return spec;
  }

  function showTip(handler, event, item, text) {
    if (!text) {
      tip.hidden = true;
      return;
    }
    const frame = holder.getBoundingClientRect();
    tip.textContent = typeof text === "object" ? Object.values(text).join(": ") : text;
    tip.hidden = false;
    const half = tip.offsetWidth / 2;
    const x = Math.min(Math.max(event.clientX - frame.left, half), frame.width - half);
    tip.style.left = x + "px";
    tip.style.top = event.clientY - frame.top + "px";
  }

  function fillTable(rows) {
    const body = document.querySelector("#figures tbody");
    const heads = Array.from(document.querySelectorAll("#figures thead th"), (cell) => cell.textContent);
    body.replaceChildren(
      ...rows.map((row) => {
        const line = document.createElement("tr");
        row.forEach((place, i) => {
          const cell = document.createElement(i === 0 ? "th" : "td");
          if (i === 0) cell.scope = "row";
          else cell.dataset.label = heads[i];
          if (i === 1) cell.className = "right";
          cell.textContent = known.strings[place];
          line.append(cell);
        });
        return line;
      }),
    );
  }

  let drawing = Promise.resolve();
  let wanted = last;
  function draw() {
    const n = wanted;
    drawing = drawing.then(async () => {
      if (n !== wanted) return;
      const made = await window.vegaEmbed(moving, specOn(n), {
        actions: false,
        ast: true,
        renderer: "svg",
        defaultStyle: false,
        tooltip: showTip,
      });
      const svg = moving.querySelector("svg");
      if (svg) {
        svg.setAttribute("aria-hidden", "true");
        svg.setAttribute("focusable", "false");
      }
      holder.classList.add("alive");
      holder.dataset.asOf = known.days[n].on;
      return made;
    });
  }

  function show(n) {
    wanted = n;
    const day = known.days[n];
    slider.value = String(n);
    slider.setAttribute("aria-valuetext", day.label);
    output.textContent = day.label;
    earlier.disabled = n === 0;
    later.disabled = n === last;
    document.getElementById("day-note").textContent = day.note;
    document.getElementById("chart-sentence").textContent = day.sentence;
    fillTable(day.rows);
    draw();
  }

  function asked() {
    const match = /^#as-of=(\d{4}-\d\d-\d\d)$/.exec(window.location.hash);
    if (!match) return last;
    let found = 0;
    known.days.forEach((day, i) => {
      if (day.on <= match[1]) found = i;
    });
    return found;
  }

  slider.addEventListener("input", () => show(Number(slider.value)));
  earlier.addEventListener("click", () => show(Math.max(0, wanted - 1)));
  later.addEventListener("click", () => show(Math.min(last, wanted + 1)));
  window.addEventListener("hashchange", () => show(asked()));
  let width = 0;
  new ResizeObserver(() => {
    if (Math.abs(holder.clientWidth - width) > 2) {
      width = holder.clientWidth;
      draw();
    }
  }).observe(holder);

  holder.append(moving, tip);
  document.getElementById("look-back").hidden = last < 1;
  show(asked());
})();
