/* feed-republisher: searches everything that was published, with the index of Pagefind beside the page. */
const search = document.querySelector(".search.full"), input = search.querySelector("input");
const status = search.querySelector("[role=status]"), found = document.getElementById("found");
const more = document.querySelector(".further");
const AT_ONCE = 10, SECTIONS = 4;
let pagefind, results = [], shown = 0;

/* An excerpt is text with marked words; nothing else of it is taken. */
function excerpt(html) {
  const line = document.createElement("p");
  for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
    if (node.nodeName === "MARK") {
      const mark = document.createElement("mark");
      mark.textContent = node.textContent;
      line.append(mark);
    } else line.append(node.textContent);
  }
  return line;
}

function link(title, url, name) {
  const heading = document.createElement(name), anchor = document.createElement("a");
  anchor.href = url;
  anchor.textContent = title;
  heading.append(anchor);
  return heading;
}

function show(data) {
  const article = document.createElement("article");
  article.className = "entry";
  article.append(link(data.meta.title, data.url, "h2"));
  for (const part of data.sub_results.slice(0, SECTIONS)) {
    if (part.url !== data.url) article.append(link(part.title, part.url, "h3"));
    article.append(excerpt(part.excerpt));
  }
  return article;
}

async function showMore() {
  const next = results.slice(shown, shown + AT_ONCE), of = results;
  shown += next.length;
  const data = await Promise.all(next.map(one => one.data()));
  if (of !== results) return;
  found.append(...data.map(show));
  more.hidden = shown >= results.length;
}

async function run() {
  const words = input.value.trim();
  history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
  try {
    pagefind ??= await import(new URL("pagefind/pagefind.js", location.href));
    const answer = words ? await pagefind.debouncedSearch(words) : { results: [] };
    if (answer === null) return;
    results = answer.results;
    shown = 0;
    found.replaceChildren();
    status.textContent = !words ? "" : results.length ? String(results.length) : status.dataset.none;
    await showMore();
  } catch (error) {
    status.textContent = status.dataset.failed;
    throw error;
  }
}

input.addEventListener("input", run);
more.querySelector("button").addEventListener("click", showMore);
search.hidden = false;
input.value = new URLSearchParams(location.search).get("q") ?? "";
if (input.value) run();
