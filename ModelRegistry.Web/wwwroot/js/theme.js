// Runs before the first paint. <html data-theme> is what the viewer chose (light, dark, system: written by the server
// from the cookie), data-scheme is what that means now; the style sheets look at data-scheme only.
(() => {
  const root = document.documentElement;
  const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

  const apply = () => {
    const choice = root.dataset.theme;
    root.dataset.scheme = choice === "dark" || (choice !== "light" && systemIsDark.matches) ? "dark" : "light";
  };

  systemIsDark.addEventListener("change", apply);
  new MutationObserver(apply).observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  apply();
})();
