// The scheme that the person chose on Pawprint's page, else that of the browser.
const chosen = localStorage.getItem('pawprint-color-scheme');
const isDark =
  chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.classList.toggle('dark-mode', isDark);
