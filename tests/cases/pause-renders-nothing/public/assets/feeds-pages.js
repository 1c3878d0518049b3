/* feed-republisher: what pages do if a browser runs scripts. Without this they show the same feeds and entries. */
"use strict";

/* "Follow" copies the address of the feed; on the index it also offers the readers that the page of a feed offers. */
for (const follow of document.querySelectorAll(".follow")) {
  follow.addEventListener("toggle", () => {
    if (!follow.open) return;
    const address = follow.querySelector(".address");
    const readers = document.getElementById("readers")?.content.cloneNode(true);
    readers?.querySelectorAll("a").forEach(link => { link.href = link.dataset.start + (link.dataset.start === "feed:" ? String : encodeURIComponent)(address.textContent); });
    if (readers) follow.querySelector(".more")?.replaceWith(readers);
    getSelection().selectAllChildren(address);
    navigator.clipboard?.writeText(address.textContent).then(() => {
      follow.querySelector("[role=status]").hidden = false;
    }, () => {});
  });
}

/* The field for searching hides what has none of its words. */
for (const search of document.querySelectorAll(".search")) {
  const shown = document.querySelectorAll(search.dataset.of);
  const input = search.querySelector("input");
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const texts = Array.from(shown, one => fold(one.textContent));
  search.hidden = false;
  input.addEventListener("input", () => {
    const words = fold(input.value).split(/\s+/);
    let count = 0;
    shown.forEach((one, place) => {
      one.hidden = !words.every(word => texts[place].includes(word));
      count += !one.hidden;
    });
    search.querySelector("[role=status]").textContent = input.value.trim() ? `${count} / ${shown.length}` : "";
  });
}
