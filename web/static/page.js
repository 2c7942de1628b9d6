// What makes the page quicker where scripts run. Without this file everything works by links and forms.

const box = document.getElementById("q");
const root = document.querySelector(".home")?.pathname ?? "/"; // the archive may be served below a prefix

// Completion: a combobox with a list, as in the ARIA Authoring Practices. The list belongs to the box's last word.
function completion(input, list) {
  let chosen = -1;
  let asked = 0;
  let timer = 0;
  const options = () => [...list.children];
  const forget = () => {
    clearTimeout(timer);
    asked += 1; // an answer that is on its way must change nothing any more
  };
  const close = () => {
    forget();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    forget();
    const all = options();
    chosen = (place + all.length + 1) % (all.length + 1); // the last place is the box itself
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
    if (all[chosen]) {
      input.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const take = (option) => {
    input.value = option.dataset.text;
    close();
    input.form.requestSubmit();
  };
  const show = (words) => {
    list.replaceChildren(
      ...words.map(({ text, count, kind, name }, number) => {
        const option = document.createElement("li");
        const amount = document.createElement("span");
        option.id = `completion-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.text = text;
        amount.textContent = [list.dataset[kind], count.toLocaleString(document.documentElement.lang)].filter(Boolean).join(" · ");
        option.append(name, " ", amount);
        return option;
      }),
    );
    chosen = -1;
    list.hidden = !words.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
  };
  const ask = async () => {
    const number = ++asked;
    if (input.value.trim().length < 2) return close();
    try {
      const answer = await fetch(`${root}api/complete?q=${encodeURIComponent(input.value)}`);
      const words = answer.ok ? await answer.json() : [];
      if (number === asked && document.activeElement === input) show(words.filter(({ text }) => text !== input.value));
    } catch {
      close(); // offline: the box is still a box
    }
  };
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 120);
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && list.hidden) ask();
    else if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(chosen < 0 ? options().length - 1 : chosen - 1);
    else if (event.key === "Enter" && options()[chosen] && !list.hidden) take(options()[chosen]);
    else if (event.key === "Escape") {
      const open = !list.hidden;
      close();
      if (!open) return;
    } else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  if (document.activeElement === input && input.value !== input.defaultValue) ask(); // typed before this script ran
}

// Facets, pages and filters without a full reload. The address is the state; whatever goes wrong, the link is followed.
let visit = 0;
let shown = location.pathname + location.search; // the address of what is on the page, without its fragment

async function show(url, { push = true, scroll = 0, focus = "total", stays = false } = {}) {
  const number = ++visit;
  const old = document.getElementById("page");
  old.classList.add("busy");
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = next.getElementById("page");
    if (number !== visit) return;
    if (!answer.ok || !fresh) return location.assign(url);
    for (const facet of fresh.querySelectorAll("details[id]")) {
      const before = document.getElementById(facet.id);
      if (before?.open) facet.open = true; // what the reader opened stays open
    }
    widely(fresh);
    if (push) {
      history.replaceState({ scroll: scrollY }, "");
      history.pushState({ scroll: 0 }, "", url);
    }
    shown = location.pathname + location.search;
    document.title = next.title;
    old.replaceWith(document.adoptNode(fresh));
    const form = next.querySelector("form.search");
    document.querySelectorAll("form.search input[type=hidden]").forEach((field) => field.remove());
    box.form.append(...form.querySelectorAll("input[type=hidden]"));
    box.value = form.elements.q.value;
    document.querySelector(".masthead [hreflang]").replaceWith(next.querySelector(".masthead [hreflang]"));
    timeline();
    const place = document.getElementById(focus);
    (place?.hasAttribute("tabindex") ? place : place?.querySelector("[aria-current], summary"))?.focus({ preventScroll: true });
    if (!stays) scrollTo({ top: scroll });
  } catch {
    location.assign(url);
  }
}

const isSearch = (url) => url.origin === location.origin && url.pathname === root;
const wantsOwnTab = (event) => event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

function quickly() {
  if (!document.getElementById("page")) return;
  history.scrollRestoration = "manual";
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || wantsOwnTab(event) || link.hasAttribute("hreflang")) return;
    const url = new URL(link.href.baseVal ?? link.href, location.href); // baseVal: a link of the timeline
    const isHere = url.pathname + url.search === location.pathname + location.search;
    if (isHere && url.hash) history.replaceState({ scroll: scrollY }, ""); // where Back leads to
    if (!isSearch(url) || (isHere && url.hash)) return;
    event.preventDefault();
    link.closest("dialog")?.close();
    show(url.href, { focus: url.hash.slice(1) || "total", stays: Boolean(url.hash) });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || !isSearch(new URL(form.action))) return;
    event.preventDefault();
    const fields = [...new FormData(form)].filter(([, value]) => value);
    show(`${root}${fields.length ? "?" : ""}${new URLSearchParams(fields)}`);
  });
  addEventListener("popstate", (event) => {
    if (location.pathname + location.search !== shown) {
      show(location.href, { push: false, scroll: event.state?.scroll ?? 0 });
    } else if (event.state) {
      scrollTo({ top: event.state.scroll }); // else a fragment was followed, and the browser goes there
    }
  });
  // Coming back from an article or by a reload, the reader stands where they were.
  addEventListener("pagehide", () => history.replaceState({ scroll: scrollY }, ""));
  if (!location.hash && history.state?.scroll) scrollTo({ top: history.state.scroll });
}

// What a wide screen has room for is open there; on a narrow one it is a line that opens.
const isWide = matchMedia("(min-width: 54rem)");
function widely(place) {
  for (const part of place.querySelectorAll(".wide-open")) part.open ||= isWide.matches;
}

// On a narrow screen the filters are a sheet over the page while the address says so.
function sheet() {
  const look = () => {
    if (location.hash === "#facets") document.getElementById("facets")?.focus();
  };
  addEventListener("hashchange", look);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#facets") location.replace("#total");
  });
  look();
}

// The timeline is one stop for Tab; arrows walk its bars. What a bar counts is told above it, too.
function timeline() {
  const plot = document.querySelector(".plot svg");
  if (!plot) return;
  const bars = [...plot.querySelectorAll("a")];
  bars.forEach((bar, number) => bar.setAttribute("tabindex", number ? "-1" : "0"));
  for (const name of ["focusin", "pointerover"]) {
    plot.addEventListener(name, (event) => {
      const bar = event.target.closest("a");
      if (bar) plot.closest("figure").querySelector("output").textContent = bar.querySelector("title").textContent;
    });
  }
  plot.addEventListener("keydown", (event) => {
    const at = bars.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: bars.length - 1 }[event.key];
    if (to === undefined || !bars[to]) return;
    event.preventDefault();
    bars[at]?.setAttribute("tabindex", "-1");
    bars[to].setAttribute("tabindex", "0");
    bars[to].focus();
  });
}

// From hit to hit.
function walk(step) {
  const links = [...document.querySelectorAll(".hit :is(h2, h3) a")];
  if (!links.length) return document.querySelector(`.way [rel=${step > 0 ? "next" : "prev"}]`)?.click();
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (step > 0 ? 0 : -1) : at + step];
  next?.focus({ preventScroll: true });
  next?.closest(".hit").scrollIntoView({ block: "center" });
}

// Help in a dialog, so that the reader loses no place.
async function help() {
  const dialog = document.getElementById("dialog");
  const link = document.getElementById("help");
  const place = dialog.querySelector("div");
  if (!place.hasChildNodes()) {
    const answer = await fetch(link.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.append(...page.getElementById("main").childNodes);
    keysChoice(place);
  }
  if (!dialog.open) dialog.showModal();
}

// Keys of one character; a page may have more than these. Who dictates or hits keys by accident switches them off.
export const ofPage = {};
const KEYS = "keys";

function keysChoice(place) {
  const choice = place.querySelector("#keys");
  if (!choice) return;
  choice.checked = localStorage.getItem(KEYS) !== "off";
  choice.closest("p").hidden = false;
  choice.addEventListener("change", () => localStorage.setItem(KEYS, choice.checked ? "on" : "off"));
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest?.("input, textarea, select, dialog, [contenteditable]");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(KEYS) === "off") return;
  const act = {
    "/": () => box.select(),
    "?": () => help().catch(() => location.assign(document.getElementById("help").href)),
    j: () => walk(1),
    k: () => walk(-1),
    ...ofPage,
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// Stars: the hit is marked in its place. Whatever goes wrong, the form is sent as it is without this file.
document.addEventListener("click", async (event) => {
  const star = event.target.closest("button.star");
  if (!star || star.dataset.plain) return;
  event.preventDefault();
  const body = new URLSearchParams({ [star.name]: star.value });
  try {
    const answer = await fetch(star.formAction, { method: "POST", headers: { Accept: "application/json" }, body });
    if (!answer.ok) throw new Error(answer.statusText);
    const { marked } = await answer.json();
    for (const other of document.querySelectorAll("button.star")) {
      if (other.value !== star.value) continue;
      other.name = marked ? "remove" : "add";
      other.setAttribute("aria-pressed", String(marked));
      other.firstElementChild.textContent = marked ? "★" : "☆";
    }
  } catch {
    star.dataset.plain = "1";
    star.click();
  }
});

completion(box, document.getElementById("completions"));
quickly();
widely(document);
sheet();
timeline();
keysChoice(document);
document.documentElement.classList.add("js");
