// Chromium and WebKit run no module scripts in XHTML, and import modules there as anywhere.
import(document.currentScript.dataset.src);
