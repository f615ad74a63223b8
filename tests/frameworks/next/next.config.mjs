import { fileURLToPath } from "node:url";

export default {
  output: "export",
  basePath: "/frameworks/next",
  trailingSlash: true,
  experimental: { externalDir: true },
  outputFileTracingRoot: fileURLToPath(new URL("..", import.meta.url)),
  webpack(config) {
    config.resolve.extensionAlias = { ".js": [".ts", ".js"] };
    return config;
  },
  eslint: { ignoreDuringBuilds: true },
};
