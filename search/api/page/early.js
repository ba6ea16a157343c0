// Before the first paint: the scheme and language chosen last, so that nothing flashes.
(function () {
  var root = document.documentElement;
  var dark = matchMedia("(prefers-color-scheme: dark)");
  function kept(name) {
    try {
      return localStorage.getItem("truyvet." + name);
    } catch (error) {
      return null; // storage may be forbidden; then nothing is remembered
    }
  }
  function apply() {
    root.dataset.scheme = kept("scheme") || (dark.matches ? "dark" : "light");
  }
  apply();
  dark.addEventListener("change", apply);
  var own = (navigator.language || "").toLowerCase().indexOf("vi") === 0 ? "vi" : "en";
  root.lang = kept("language") || own;
})();
