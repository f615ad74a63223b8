// A browser that takes the page to be offline, as behind some virtual network adapters.
Object.defineProperty(navigator, "onLine", { value: false });
