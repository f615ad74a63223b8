// The button that switches the camera. It is disabled while the browser asks the person.
export function bindCamera(button, getPeer, onRefusal) {
  button.addEventListener("click", async () => {
    const peer = getPeer();
    button.disabled = true;
    try {
      const isOn = await peer.toggleCamera();
      if (peer === getPeer()) {
        button.setAttribute("aria-pressed", String(isOn));
      }
    } catch {
      onRefusal();
    } finally {
      button.disabled = false;
    }
  });
}
