import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// The build with React 18 takes React, and only React, from the folder of that version.
const react18 = fileURLToPath(new URL("../react18/node_modules/react", import.meta.url));
const alias = process.env.REACT === "18" ? [{ find: /^react(?=$|\/|-dom)/, replacement: react18 }] : [];

export default defineConfig({ plugins: [react()], resolve: { alias }, ssr: { noExternal: true } });
