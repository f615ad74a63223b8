import type { ReactNode } from "react";
import { App } from "./app";

export const metadata = { title: "Next", icons: "data:," };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <head>
        <script src="/host.js" />
      </head>
      <body>
        <App>{children}</App>
      </body>
    </html>
  );
}
