import { Home } from "./app";

export default function Page() {
  return <Home />;
}
