/* feed-republisher: what pages do if a browser runs scripts. Without this they show the same feeds and entries. */
"use strict";

/* "Follow" copies the address of the feed, and offers readers that take it. */
for (const follow of document.querySelectorAll(".cards details")) {
  follow.addEventListener("toggle", () => {
    if (!follow.open) return;
    const address = follow.querySelector(".address"), text = address.textContent;
    if (!follow.querySelector(".readers")) {
      const readers = document.getElementById("readers").content.cloneNode(true);
      readers.querySelectorAll("[data-start]").forEach(link => {
        link.href = link.dataset.start + (link.dataset.start === "feed:" ? text : encodeURIComponent(text));
      });
      follow.append(readers);
    }
    getSelection().selectAllChildren(address);
    navigator.clipboard?.writeText(text).then(() => {
      const copied = follow.querySelector(".copied");
      copied.textContent = copied.dataset.text;
    }, () => {});
  });
}

/* The field for searching hides what has none of its words. */
for (const search of document.querySelectorAll(".search[data-of]")) {
  const shown = Array.from(document.querySelectorAll(search.dataset.of));
  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const texts = shown.map(one => fold(one.textContent));
  const input = search.querySelector("input");
  search.hidden = false;
  input.addEventListener("input", () => {
    const words = fold(input.value).split(/\s+/);
    shown.forEach((one, place) => { one.hidden = !words.every(word => texts[place].includes(word)); });
    for (const group of document.querySelectorAll(".period")) {
      group.hidden = !Array.from(group.querySelectorAll(".listed")).some(one => !one.hidden);
    }
    const count = shown.filter(one => !one.hidden).length;
    search.querySelector("[role=status]").textContent = input.value.trim() ? `${count} / ${shown.length}` : "";
  });
}
