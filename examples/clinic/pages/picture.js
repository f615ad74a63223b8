// Returns a drawn picture as a stream: a person is named by initials, and a dot moves. It needs no camera.
const FRAMES_PER_SECOND = 10;

// Returns the first letters of the last two names: a title is none.
export const initialsOf = (name) => name.split(" ").slice(-2).map(([first]) => first).join("");

export function drawPicture(initials) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 400];
  const context = canvas.getContext("2d");
  const draw = () => {
    const turn = Date.now() / 2000;
    context.fillStyle = "#2c4a52";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = "#fff";
    context.font = "96px system-ui, sans-serif";
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(initials, canvas.width / 2, canvas.height / 2);
    context.beginPath();
    context.arc(canvas.width / 2 + 150 * Math.cos(turn), canvas.height / 2 + 150 * Math.sin(turn), 8, 0, 2 * Math.PI);
    context.fill();
  };
  draw();
  const timer = setInterval(draw, 1000 / FRAMES_PER_SECOND);
  const stream = canvas.captureStream?.(FRAMES_PER_SECOND) ?? null;
  const stop = () => {
    clearInterval(timer);
    stream?.getTracks().forEach((track) => track.stop());
  };
  return { stream, stop };
}
