"use strict";
// The page is complete without this: it only adds the filter, which is kept in the address (?q=stock&hide=counter).
(function () {
	const form = document.getElementById("filter"), output = form.querySelector("output");
	const cards = Array.from(document.querySelectorAll("article"), (card) => ({ card, text: card.textContent.toLowerCase() }));
	const boxes = Array.from(form.querySelectorAll("input[type=checkbox]"));

	function show() {
		const words = form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
		let shown = 0;
		for (const { card, text } of cards) {
			const box = boxes.find((b) => b.name === card.parentElement.id);
			card.hidden = !box.checked || !words.every((w) => text.includes(w));
			shown += card.hidden ? 0 : 1;
		}
		for (const group of document.querySelectorAll(".group")) {
			group.hidden = !group.querySelector("article:not([hidden])");
		}
		output.textContent = shown + " of " + cards.length;
	}
	function remember() {
		const query = new URLSearchParams();
		if (form.q.value) query.set("q", form.q.value);
		for (const b of boxes) if (!b.checked) query.append("hide", b.name);
		const text = query.toString();
		history.replaceState(null, "", location.pathname + (text ? "?" + text : "") + location.hash);
		show();
	}
	const query = new URLSearchParams(location.search);
	form.q.value = query.get("q") || "";
	for (const b of boxes) b.checked = !query.getAll("hide").includes(b.name);
	form.addEventListener("input", remember);
	form.addEventListener("submit", (event) => event.preventDefault());
	form.hidden = cards.length === 0;
	show();
})();
