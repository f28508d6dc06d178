// What the theme leaves out for screen readers, keyboards and narrow windows.
document.querySelectorAll("p.caption[role=heading]").forEach((caption) => caption.setAttribute("aria-level", "2"));
document.querySelector(".sidebar-drawer")?.setAttribute("aria-label", "All pages");
document.querySelector(".toc-drawer")?.setAttribute("aria-label", "Contents of this page");
document.querySelectorAll("pre").forEach((code) => { if (code.scrollWidth > code.clientWidth) code.tabIndex = 0; });
if (!document.querySelector("h1")) document.querySelector("article")?.insertAdjacentHTML("afterbegin", "<h1>Search</h1>");

// In a narrow window each cell of a table with four columns or more is a line with the name of its column (pages.css).
document.querySelectorAll("table.docutils").forEach((table) => {
  const names = [...table.querySelectorAll("thead th")].map((head) => head.textContent.trim());
  if (names.length < 4) return;
  table.classList.add("wide");
  table.querySelectorAll("tbody tr").forEach((row) => [...row.cells].forEach((cell, i) => { cell.dataset.column = names[i]; }));
});
