import { defineConfig } from "vite";

// One script for the pages that the tests write themselves.
export default defineConfig({
  define: { "process.env.NODE_ENV": '"production"' },
  build: { lib: { entry: { radix: "radix.tsx" }, formats: ["es"] } },
});
