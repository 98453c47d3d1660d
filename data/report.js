"use strict";
// Without this script the report is complete; with it the table can be sorted and filtered.
(() => {
  const section = document.getElementById("links");
  const table = section.querySelector("table");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const filters = section.querySelector(".filters");
  const told = section.querySelector("output");
  const words = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

  const valueOf = (row, column) => row.cells[column].dataset.v ?? row.cells[column].textContent;

  const sort = (head, column) => {
    const descending = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) {
      if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
    }
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const keyed = rows.map((row, number) => [valueOf(row, column), number, row]);
    // What has no value stands last in both directions.
    keyed.sort(([a, m], [b, n]) =>
      (a === "") - (b === "") || (descending ? -1 : 1) * words.compare(a, b) || m - n);
    body.append(...keyed.map(([, , row]) => row));
  };

  for (const [column, head] of Array.from(table.tHead.rows[0].cells).entries()) {
    if (head.classList.contains("unseen")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", head.dataset.sorted ?? "none");
    button.addEventListener("click", () => sort(head, column));
  }

  let texts = null;
  const fields = { text: filters.querySelector("[name=text]"), state: filters.querySelector("[name=state]"),
    kind: filters.querySelector("[name=kind]"), finding: filters.querySelector("[name=finding]") };

  const filter = () => {
    const wanted = fields.text.value.trim().toLowerCase().split(/\s+/);
    if (wanted[0] !== "") texts ??= new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
    let shown = 0;
    for (const row of rows) {
      const fits = (fields.state.value === "" || row.dataset.state === fields.state.value)
        && (fields.kind.value === "" || row.dataset.kind === fields.kind.value)
        && (!fields.finding.checked || row.classList.contains("finding"))
        && (wanted[0] === "" || wanted.every((word) => texts.get(row).includes(word)));
      row.hidden = !fits;
      shown += fits;
    }
    told.value = shown === rows.length ? `All ${shown} links are shown.` : `${shown} of ${rows.length} links are shown.`;
  };

  let waiting = 0;
  filters.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  filters.addEventListener("submit", (event) => event.preventDefault());
  // A field that is empty again only after the click has been handled.
  filters.addEventListener("reset", () => setTimeout(filter));
  filters.hidden = false;
})();
