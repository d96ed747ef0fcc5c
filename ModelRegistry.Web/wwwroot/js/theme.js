// Runs before the first paint. <html data-theme> is what the viewer chose (light, dark, system: written by the server
// from the cookie), data-scheme is what that means now; the style sheets look at data-scheme only.
(() => {
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

  const apply = () => {
    const choice = root.dataset.theme;
    const scheme = choice === "dark" || (choice !== "light" && systemIsDark.matches) ? "dark" : "light";
    if (root.dataset.scheme !== scheme) root.dataset.scheme = scheme;
  };

  systemIsDark.addEventListener("change", apply);
  // Also the scheme: where a page leads to another while it is drawn, the browser takes the attributes of that page's HTML.
  new MutationObserver(apply).observe(root, { attributes: true, attributeFilter: ["data-theme", "data-scheme"] });
  apply();
})();
