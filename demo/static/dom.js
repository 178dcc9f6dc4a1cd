/* Elements from a tag, attributes and children. Text is always text, never markup. */

export function element(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const created = document.createElement(name);
  if (classes.length) created.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  created.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return created;
}

const TOKENS = /(#.*$)|("(?:[^"\\\n]|\\.)*")|\b(def|return|if|not|in|lambda|from|import|await|for|True|False|None)\b|(@[\w.]+)/gm;
const KINDS = ["comment", "string", "keyword", "decorator"];

/** Python or JavaScript with its comments, strings and keywords marked. */
export function code(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    pieces.push(text.slice(end, match.index));
    pieces.push(element(`span.${KINDS[match.slice(1).findIndex((group) => group !== undefined)]}`, {}, match[0]));
    end = match.index + match[0].length;
  }
  return element("pre", { tabindex: "0" }, element("code", {}, ...pieces, text.slice(end)));
}
