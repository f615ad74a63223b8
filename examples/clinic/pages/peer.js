// One side of a call of two: pictures by WebRTC from browser to browser, and the hang-up through the server. No sound is
// sent: both tabs of a demo are usually on one machine.
import { drawPicture } from "./picture.js";
import { Signals } from "./signals.js";

// How long a lost connection may take to recover before the call counts as over.
const RECONNECT_TIMEOUT_MS = 20_000;

const stop = (camera) => camera?.getTracks().forEach((track) => track.stop()); // its light goes out

export class Peer {
  #signals;
  #isOfferer;
  #videos;
  #onState;
  #connection;
  #sender;
  #picture;
  #camera;
  #isAsking = false;
  #candidates = []; // those that arrive before the description
  #lost;
  #isOver = false;
  #hasJoined = false;

  // `onState` gets "joined", "connected", "lost", and at the end "over" or "replaced": by another tab.
  constructor({ url, status, headers, isOfferer, initials, videos, onState }) {
    this.#isOfferer = isOfferer;
    this.#videos = videos;
    this.#onState = onState;
    this.#picture = drawPicture(initials);
    videos.local.srcObject = this.#picture.stream;
    const receive = (signal) => this.#receive(signal).catch((error) => console.warn(error));
    this.#signals = new Signals({ url, status, headers, receive });
  }

  get hasJoined() {
    return this.#hasJoined;
  }

  // Sends the camera's picture in place of the drawn one, or the drawn one again. Returns whether the camera is on.
  // Rejects if the browser or the person refuses.
  async toggleCamera() {
    if (this.#isOver || this.#isAsking) {
      return Boolean(this.#camera);
    }
    if (this.#camera) {
      stop(this.#camera);
      this.#camera = undefined;
    } else {
      const camera = await this.#askForCamera();
      if (this.#isOver) {
        stop(camera);
        return false;
      }
      this.#camera = camera;
    }
    this.#videos.local.srcObject = this.#camera ?? this.#picture.stream;
    await this.#sender?.replaceTrack(this.#track() ?? null);
    return Boolean(this.#camera);
  }

  async #askForCamera() {
    this.#isAsking = true;
    try {
      return await navigator.mediaDevices.getUserMedia({ video: true });
    } finally {
      this.#isAsking = false;
    }
  }

  async hangUp() {
    if (!this.#isOver) {
      const sent = this.#signals.send({ kind: "hang-up" });
      this.#end();
      await sent.catch(() => {}); // the other side notices by itself
    }
  }

  // Ends this side without a message: the person is signed out.
  leave() {
    if (!this.#isOver) {
      this.#end();
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
      case "replaced":
        return this.#end("replaced");
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

  #end(state = "over") {
    this.#isOver = true;
    clearTimeout(this.#lost);
    this.#connection?.close();
    this.#picture.stop();
    stop(this.#camera);
    this.#signals.close();
    this.#videos.local.srcObject = null;
    this.#videos.remote.srcObject = null;
    this.#onState(state);
  }
}
