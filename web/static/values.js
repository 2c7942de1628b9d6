// All values of a field: the list follows what is typed; arrows walk its rows, Space chooses.

const form = document.querySelector("form.choosing");
let asked = 0;
form.elements.contains.addEventListener("input", async () => {
  const number = ++asked;
  const path = form.querySelector("[formaction]").getAttribute("formaction");
  const answer = await fetch(`${path}?${new URLSearchParams(new FormData(form))}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("values");
  if (number === asked && fresh) document.getElementById("values").replaceWith(document.adoptNode(fresh));
});
form.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!by) return;
  const isNot = Boolean(event.target.closest(".not"));
  const boxes = [...form.querySelectorAll(isNot ? ".not input" : "li > label:first-child input")];
  const to = boxes.indexOf(event.target) + by;
  (boxes[to] ?? form.elements.contains).focus();
  event.preventDefault();
});
