// A modal dialog of Radix in a page of the tests, opened and closed by `window.radix`.
import * as Dialog from "@radix-ui/react-dialog";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";

declare global {
  interface Window {
    radix: (isOpen: boolean) => void;
  }
}

function Host() {
  const [isOpen, setIsOpen] = useState(false);
  window.radix = (isOpen) => flushSync(() => setIsOpen(isOpen));
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger id="trigger">Leave</Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content id="content" aria-describedby={undefined}>
          <Dialog.Title>The call has ended</Dialog.Title>
          <input id="note" />
          <div id="slot" />
          <Dialog.Close>Close</Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

createRoot(document.getElementById("radix")!).render(<Host />);
