// Repairs of the theme's roles and names that no template can make.
"use strict";
// The label would hide the text that the reader sees from the reader who hears.
for (const summary of document.querySelectorAll("details.hide summary[aria-label]")) {
  summary.removeAttribute("aria-label");
}
const sidebar = document.querySelector(".bd-sidebar-primary");
if (sidebar) {
  sidebar.setAttribute("role", "complementary");
  sidebar.setAttribute("aria-label", "Book");
}
// The arrow that opens a branch of the book says which branch.
for (const arrow of document.querySelectorAll(".bd-sidebar-primary li.has-children")) {
  const [branch, summary] = [":scope > a", ":scope > details > summary"].map((path) => arrow.querySelector(path));
  if (branch && summary) summary.setAttribute("aria-label", `Pages under ${branch.textContent.trim()}`);
}
// A list may hold only list items.
for (const entry of document.querySelectorAll("[role=doc-biblioentry]")) {
  entry.setAttribute("role", "listitem");
}
// The empty corner of a table heads nothing.
for (const corner of document.querySelectorAll("thead th")) {
  const bare = !corner.textContent.trim() && !corner.querySelector("mjx-container, img, svg");
  if (bare) corner.replaceWith(document.createElement("td"));
}
// What scrolls by itself must be reachable from the keyboard: also on a turned telephone, in an opened box.
const reach = new ResizeObserver((boxes) => {
  for (const { target } of boxes) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
// Checkers take a lone letter that a formula sets for an icon: write the letter beside it.
const nameLetters = () => {
  for (const formula of document.querySelectorAll("thead th mjx-container")) {
    const head = formula.closest("th");
    const letter = head.textContent.trim();
    if (!/^\w+$/.test(letter)) continue;
    formula.ariaHidden = "true";
    const written = Object.assign(document.createElement("span"), { textContent: letter });
    written.className = "visually-hidden";
    head.append(written);
  }
};
window.addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  for (const box of document.querySelectorAll("mjx-container[display=true], div.highlight pre")) {
    reach.observe(box);
  }
  nameLetters();
});
