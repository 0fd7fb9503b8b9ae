// Builds what the page shows. Text from a bundle only ever becomes text, never markup.

/** Return an element of this class with children, each an element or text. */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children.map((child) => child ?? ""));
  return made;
}

/** Return Chinese with its English beside it. */
export function bilingual(tag, chinese, english, className = "") {
  const beside = element("span", "en", english);
  beside.lang = "en";
  return element(tag, className, chinese, " ", beside);
}

export function replaceContents(id, ...children) {
  document.getElementById(id).replaceChildren(...children);
}

export function tableOf(headings, rows) {
  const head = element("tr", "", ...headings.map(([zh, en]) => bilingual("th", zh, en)));
  return element("table", "", element("thead", "", head), element("tbody", "", ...rows));
}

export function rowOf(...cells) {
  return element("tr", "", ...cells.map((cell) => element("td", "", cell)));
}
