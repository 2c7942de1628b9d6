// The page of an article: its marks, step by step, and copies of its citation.

import { ofPage } from "./page.js";

function step(by) {
  const marks = document.querySelectorAll(".text mark").length;
  if (!marks) return;
  const at = Number(location.hash.match(/^#m(\d+)$/)?.[1] ?? (by > 0 ? 0 : marks + 1));
  const to = ((at + by - 1 + marks) % marks) + 1;
  location.replace(`#m${to}`);
}

function marks(shown) {
  const all = document.querySelectorAll(".text mark").length;
  const whole = shown.textContent;
  const previous = document.getElementById("previous-mark");
  const next = document.getElementById("next-mark");
  const tell = () => {
    const at = location.hash.match(/^#m(\d+)$/)?.[1];
    shown.textContent = at ? `${at} ${shown.dataset.of} ${all}` : whole;
  };
  previous.textContent = "‹";
  next.textContent = "›";
  previous.setAttribute("aria-label", shown.dataset.previous);
  next.setAttribute("aria-label", shown.dataset.next);
  shown.setAttribute("role", "status");
  for (const [link, by] of [[previous, -1], [next, 1]]) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      step(by);
    });
  }
  addEventListener("hashchange", tell);
  tell();
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  button.textContent = button.dataset.copied;
});
for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = !navigator.clipboard;

const shown = document.getElementById("marks");
if (shown) marks(shown);
ofPage.n = () => step(1);
ofPage.N = () => step(-1);
