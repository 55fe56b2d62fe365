// Runs before the first paint, so that nobody who chose dark sees a white flash. Mantine takes over from here.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('pawprint-color-scheme');
  } catch {
    // Storage may be forbidden; the system's scheme is a good answer then.
  }
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
})();
