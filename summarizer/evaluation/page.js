"use strict";
// Filters only: everything is on the page already, and stays readable without this script.
const boxes = (name) => [...document.querySelectorAll(`input[data-${name}]`)];
const chosen = (name) => new Set(boxes(name).filter((box) => box.checked).map((box) => box.dataset[name]));

function apply() {
  const kinds = chosen("kind"), groups = chosen("group"), papers = chosen("paper");
  for (const name of ["goals", "measures", "targets"]) document.body.classList.toggle(`no-${name}`, !groups.has(name));
  document.body.classList.toggle("errors-only", document.getElementById("errors-only").checked);
  let shown = 0;
  for (const row of document.querySelectorAll("tr[data-error]")) {
    const { error, of, paper } = row.dataset;
    row.hidden = !(kinds.has(error) && (!of || groups.has(of)) && papers.has(paper));
    shown += row.hidden ? 0 : 1;
  }
  document.getElementById("shown").textContent = String(shown);
  for (const mark of document.querySelectorAll("mark[data-errors]")) {
    mark.classList.toggle("off", !mark.dataset.errors.split("|").some((kind) => kinds.has(kind)));
  }
  for (const part of document.querySelectorAll("section[data-paper]")) part.hidden = !papers.has(part.dataset.paper);
}

document.addEventListener("change", apply);
for (const button of document.querySelectorAll("button[data-all]")) {
  button.addEventListener("click", () => {
    for (const box of boxes("kind")) box.checked = button.dataset.all === "on";
    apply();
  });
}
apply();
