// One side of a call of two: pictures by WebRTC from browser to browser, and the hang-up through the server. No sound is
// sent: both tabs of a demo are usually on one machine.
import { drawPicture } from "./picture.js";
import { Signals } from "./signals.js";

// How long a lost connection may take to recover before the call counts as over.
const RECONNECT_TIMEOUT_MS = 20_000;

export class Peer {
  #signals;
  #isOfferer;
  #videos;
  #onState;
  #connection;
  #sender;
  #picture;
  #camera;
  #candidates = []; // those that arrive before the description
  #lost;
  #isOver = false;
  #hasJoined = false;

  // `onState` gets "joined", "connected", "lost" or "over".
  constructor({ url, headers, isOfferer, initials, videos, onState }) {
    this.#isOfferer = isOfferer;
    this.#videos = videos;
    this.#onState = onState;
    this.#picture = drawPicture(initials);
    videos.local.srcObject = this.#picture.stream;
    this.#signals = new Signals(url, headers, (signal) => this.#receive(signal).catch((error) => console.warn(error)));
  }

  get hasJoined() {
    return this.#hasJoined;
  }

  // Sends the camera's picture in place of the drawn one. Rejects if the browser or the person refuses.
  async useCamera() {
    this.#camera = await navigator.mediaDevices.getUserMedia({ video: true });
    if (this.#isOver) {
      return this.#stopCamera();
    }
    this.#videos.local.srcObject = this.#camera;
    await this.#sender?.replaceTrack(this.#track());
  }

  async hangUp() {
    if (!this.#isOver) {
      const sent = this.#signals.send({ kind: "hang-up" });
      this.#end();
      await sent.catch(() => {}); // the other side notices by itself
    }
  }

  async #receive(signal) {
    if (this.#isOver) {
      return;
    }
    clearTimeout(this.#lost);
    switch (signal.kind) {
      case "joined":
        this.#join();
        return this.#isOfferer && this.#offer();
      case "description":
        return this.#describe(signal.description);
      case "candidate":
        return this.#addCandidate(signal.candidate);
      case "gone":
        return this.#lose();
      case "hang-up":
        return this.#end();
    }
  }

  #join() {
    this.#hasJoined = true;
    this.#onState("joined");
    this.#connection?.close();
    this.#connection = undefined;
    this.#candidates = [];
    if (typeof RTCPeerConnection === "undefined") {
      this.#signals.send({ kind: "no-video" }).catch(() => {});
    }
  }

  #connect() {
    const connection = new RTCPeerConnection();
    connection.addEventListener("icecandidate", ({ candidate }) => {
      this.#signals.send({ kind: "candidate", candidate }).catch(() => {});
    });
    connection.addEventListener("track", ({ track, streams }) => {
      this.#videos.remote.srcObject = streams[0] ?? new MediaStream([track]);
    });
    connection.addEventListener("connectionstatechange", () => {
      if (connection !== this.#connection || this.#isOver) {
        return;
      }
      clearTimeout(this.#lost);
      if (connection.connectionState === "connected") {
        this.#onState("connected");
      } else if (["disconnected", "failed"].includes(connection.connectionState)) {
        this.#lose();
      }
    });
    const track = this.#track();
    this.#sender = track && connection.addTrack(track, this.#camera ?? this.#picture.stream);
    this.#connection = connection;
    return connection;
  }

  async #offer() {
    if (typeof RTCPeerConnection === "undefined") {
      return;
    }
    const connection = this.#connect();
    await connection.setLocalDescription();
    await this.#signals.send({ kind: "description", description: connection.localDescription });
  }

  async #describe(description) {
    if (typeof RTCPeerConnection === "undefined") {
      return;
    }
    const connection = description.type === "offer" ? this.#connect() : this.#connection;
    await connection.setRemoteDescription(description);
    if (description.type === "offer") {
      await connection.setLocalDescription();
      await this.#signals.send({ kind: "description", description: connection.localDescription });
    }
    const waiting = this.#candidates.splice(0);
    await Promise.all(waiting.map((candidate) => connection.addIceCandidate(candidate)));
  }

  async #addCandidate(candidate) {
    if (this.#connection?.remoteDescription) {
      await this.#connection.addIceCandidate(candidate ?? undefined);
    } else if (candidate) {
      this.#candidates.push(candidate);
    }
  }

  #lose() {
    this.#onState("lost");
    clearTimeout(this.#lost);
    this.#lost = setTimeout(() => this.#end(), RECONNECT_TIMEOUT_MS);
  }

  #track() {
    return (this.#camera ?? this.#picture.stream)?.getVideoTracks()[0];
  }

  #stopCamera() {
    this.#camera?.getTracks().forEach((track) => track.stop()); // its light goes out
  }

  #end() {
    this.#isOver = true;
    clearTimeout(this.#lost);
    this.#connection?.close();
    this.#picture.stop();
    this.#stopCamera();
    this.#signals.close();
    this.#videos.local.srcObject = null;
    this.#videos.remote.srcObject = null;
    this.#onState("over");
  }
}
